@sim
Feature: Settings of the database server
  A switch with high traffic inserts hundreds of call records a second while operators query them. The guide gives five settings for it;
  each is a trade, and the doctor says which.

  Rule: The guide's settings are told where they are missing, with what they buy

    Scenario: As advised
      When the doctor reads a my.cnf as the guide advises, on a host with 64G and an SSD
      Then it reports nothing
      And the guide's five settings are all it looks at

    Scenario Outline: <setting> = <value> on <memory> with an <disk>
      When the doctor reads a my.cnf with <value> for <setting>, on a host with <memory> and an <disk>
      Then it reports the <severity> <rule> about "my.cnf":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |

      @SCL-082
      Examples: 50-70 % of the memory
        | setting                 | value   | memory | disk | severity | rule           | finding                 | cost                        | mend                           |
        | innodb_buffer_pool_size | nothing | 64G    | SSD  | warning  | DB_BUFFER_POOL | not set, which is 128M  | read from the disk again    | 32G to 44.8G, 50-70 % of 64G   |
        | innodb_buffer_pool_size | 30G     | 64G    | SSD  | warning  | DB_BUFFER_POOL | below 50 %              | read from the disk again    | it caches table data in memory |
        | innodb_buffer_pool_size | 48G     | 64G    | SSD  | warning  | DB_BUFFER_POOL | above 70 %              | the same host is starved    | 32G to 44.8G                   |
        | innodb_buffer_pool_size | 128M    | 8G     | SSD  | warning  | DB_BUFFER_POOL | below 50 % of the memory | read from the disk again   | 4G to 5734M, 50-70 % of 8G     |

      @SCL-083
      Examples: 512M or larger
        | setting              | value   | memory | disk | severity | rule             | finding               | cost                    | mend                       |
        | innodb_log_file_size | nothing | 64G    | SSD  | warning  | DB_LOG_FILE_SIZE | not set, which is 96M | inserts wait for that   | faster transaction logging |
        | innodb_log_file_size | 256M    | 64G    | SSD  | warning  | DB_LOG_FILE_SIZE | is 256M, below 512M   | the log is full sooner  | 512M or larger             |

      @SCL-084
      Examples: 2, and what that risks
        | setting                        | value   | memory | disk | severity | rule         | finding             | cost                             | mend                                       |
        | innodb_flush_log_at_trx_commit | nothing | 64G    | SSD  | info     | DB_FLUSH_LOG | not set, which is 1 | each commit waits for the disk   | set it to 2 for a better write rate        |
        | innodb_flush_log_at_trx_commit | 1       | 64G    | SSD  | info     | DB_FLUSH_LOG | is 1                | held to the disk's pace          | a loss of power then takes about a second  |
        | innodb_flush_log_at_trx_commit | 0       | 64G    | SSD  | warning  | DB_FLUSH_LOG | is 0                | a crash of the server            | set it to 2                                |

      @SCL-085
      Examples: 1000
        | setting         | value   | memory | disk | severity | rule               | finding                | cost                 | mend                           |
        | max_connections | nothing | 64G    | SSD  | warning  | DB_MAX_CONNECTIONS | not set, which is 151  | Too many connections | handles concurrent connections |
        | max_connections | 500     | 64G    | SSD  | warning  | DB_MAX_CONNECTIONS | is 500, below 1000     | Too many connections | set it to 1000                 |

      @SCL-086
      Examples: 2000 for an SSD, 200 for a hard disk
        | setting            | value   | memory | disk | severity | rule           | finding                       | cost                      | mend           |
        | innodb_io_capacity | nothing | 64G    | SSD  | warning  | DB_IO_CAPACITY | not set, which is 200 on an SSD | more slowly than the disk | set it to 2000 |
        | innodb_io_capacity | 200     | 64G    | SSD  | warning  | DB_IO_CAPACITY | is 200 on an SSD              | pile up                   | match the disk |
        | innodb_io_capacity | 2000    | 64G    | HDD  | warning  | DB_IO_CAPACITY | is 2000 on a hard disk        | more of the disk than it can | set it to 200 |

    Scenario Outline: <setting> = <value> is right
      When the doctor reads a my.cnf with <value> for <setting>, on a host with <memory> and an <disk>
      Then the audit finds no <rule>

      Examples: at the edges
        | setting                 | value | memory | disk | rule             |
        | innodb_buffer_pool_size | 32G   | 64G    | SSD  | DB_BUFFER_POOL   |
        | innodb_buffer_pool_size | 44G   | 64G    | SSD  | DB_BUFFER_POOL   |
        | innodb_log_file_size    | 2G    | 64G    | SSD  | DB_LOG_FILE_SIZE |
        | max_connections         | 1000  | 64G    | SSD  | DB_MAX_CONNECTIONS |
        | innodb_io_capacity      | 200   | 64G    | HDD  | DB_IO_CAPACITY   |

  Rule: The first symptom is a slow query

    @SCL-089
    Scenario: CDR Query is slow, and no caller notices
      When CDR Query takes 4000 ms where 200 is usual, and callers wait 210 ms where 205 is usual
      Then it reports the warning DB_SLOW_QUERY about "switch A":
        | finding | CDR Query takes 4000 ms, 200 ms is usual |
        | cost    | none for callers yet                     |
        | mend    | archive old days                         |

    @SCL-089
    Scenario Outline: CDR Query takes <query> ms where <usual> is usual
      When CDR Query takes <query> ms where <usual> is usual, and callers wait 210 ms where 205 is usual
      Then it reports nothing

      Examples: nothing to tell
        | query | usual |
        | 900   | 100   |
        | 2000  | 1500  |

    Scenario: A daily table that lost an index
      When the doctor finds a daily table of 2000000 calls without an index on stoptime
      Then it reports the error DB_MISSING_INDEX about "e_cdr_20260105":
        | finding | no index on stoptime                        |
        | cost    | each query by it reads the whole table      |
        | mend    | CREATE INDEX stoptime ON e_cdr_20260105     |
