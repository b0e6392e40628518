Feature: The guides' own SQL
  An operator who knows the original checks it with the commands of the guides. They name databases and tables; here these show what the
  switch runs with.

  Background:
    Given the standard wholesale set-up
    And the server is in "Asia/Dhaka"
    And the work calendars:
      | calendar              | days    | hours       | holidays                           |
      | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 2026-01-01, 2026-03-26, 2026-12-16 |
    And the rate tables:
      | prefix | BD_Day | BD_Night |
      | 44     | 0.012  | 0.008    |
      | 8802   | 0.010  |          |
    And the accounts:
      | account | rate table | calendar              |
      | Acme    | BD_Day     | BD_Wholesale_Schedule |
      | Bravo   | BD_Night   |                       |
    And the configuration of switch "A" stands in its database

  Rule: The checks of the guides on time routing and migration show what was configured

    @CAL-904 @CAL-905 @wire @docker
    Scenario: The commands as they are printed
      When an operator asks the database of switch "A" "SELECT * FROM vos3000.work_calendar;"
      Then it answers:
        | name                  | days                | start | end   | holidays                         |
        | BD_Wholesale_Schedule | mon,tue,wed,thu,fri | 08:00 | 18:00 | 2026-01-01,2026-03-26,2026-12-16 |
      When an operator asks the database of switch "A" "SELECT accountname, workcalendarid FROM vos3000.clientaccount;"
      Then it answers:
        | accountname | workcalendarid |
        | Acme        | 1              |
        | Bravo       | NULL           |
      When an operator asks the database of switch "A" "USE vos3000db; SELECT COUNT(*) FROM client;"
      Then it answers the number 2
      When an operator asks the database of switch "A" "USE vos3000db; SELECT COUNT(*) FROM productrate;"
      Then it answers the number 3
      When an operator asks the database of switch "A" "USE vos3000db; SELECT COUNT(*) FROM route;"
      Then it answers the number 1

  Rule: The doctor reads the settings of a running server

    @SCL-082 @SCL-083 @SCL-084 @SCL-085 @SCL-086 @docker
    Scenario: A server as it is installed, on a host with 64 GB and an SSD
      When the doctor asks the server of switch "A" for its settings, on a host with 64G and an SSD
      Then it reports the warning DB_BUFFER_POOL, which says "innodb_buffer_pool_size is 128M, below 50 % of the memory"
      And it reports the warning DB_LOG_FILE_SIZE, which says "innodb_log_file_size is 48M, below 512M"
      And it reports the info DB_FLUSH_LOG, which says "innodb_flush_log_at_trx_commit is 1"
      And it reports the warning DB_MAX_CONNECTIONS, which says "max_connections is 151, below 1000"
      And it reports the warning DB_IO_CAPACITY, which says "innodb_io_capacity is 200 on an SSD"
