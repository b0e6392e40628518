// impair: delays, loses, duplicates and reorders the packets of an NFQUEUE, in user space and from a seed.
//
// It stands in for `tc netem` where the kernel has none. Packets wait in the kernel and get their verdict when they are due;
// only a duplicate is copied and sent through a raw socket (IPv4), marked with MARK so that it is not queued again.
//
//   gcc -O2 -Wall -o impair impair.c -lnetfilter_queue -lnfnetlink
//   impair --queue 7 --delay 60 --jitter 30 --loss 0.05 --duplicate 0.05 --reorder 0.1 --seed 4
//
// Delay and jitter are milliseconds, the others probabilities. SIGUSR1 prints the counters, SIGTERM prints them and ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <linux/netfilter.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <netinet/ip.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
  MARK = 0x7653,
  MAX_PACKET = 65535,
  // The kernel holds at most so many packets; the wait list needs no more, and twice that with every packet duplicated.
  MAX_QUEUED = 65535,
  NETLINK_BUFFER_BYTES = 8 << 20,
};

// A packet that waits: one in the kernel (`id`), or the copy of one (`copy`, `length`) that is sent again.
struct waiting {
  double due_ms;
  uint64_t order;
  uint32_t id;
  uint16_t length;
  unsigned char *copy;
};

static struct {
  double delay_ms, jitter_ms, loss, duplicate, reorder;
  int queue;
} options = {.queue = 7};

static struct {
  uint64_t seen, dropped, duplicated, reordered;
} counters;

static struct waiting heap[2 * MAX_QUEUED];
static size_t heap_size;
static uint64_t next_order;
static int raw_socket = -1;
static uint64_t random_state = 88172645463325252ULL;
static volatile sig_atomic_t stop_requested, report_requested;

// xorshift64 (Marsaglia 2003): the top 53 bits as a fraction in [0, 1).
static double draw(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (double)(random_state >> 11) / 9007199254740992.0;
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int before(const struct waiting *a, const struct waiting *b) {
  return a->due_ms < b->due_ms || (a->due_ms == b->due_ms && a->order < b->order);
}

static void swap(size_t a, size_t b) {
  struct waiting kept = heap[a];
  heap[a] = heap[b];
  heap[b] = kept;
}

// False when the list is full.
static int push(struct waiting packet) {
  if (heap_size == sizeof heap / sizeof *heap) return 0;
  size_t i = heap_size++;
  heap[i] = packet;
  for (; i > 0 && before(&heap[i], &heap[(i - 1) / 2]); i = (i - 1) / 2) swap(i, (i - 1) / 2);
  return 1;
}

static struct waiting pop(void) {
  struct waiting first = heap[0];
  heap[0] = heap[--heap_size];
  for (size_t i = 0;;) {
    size_t left = 2 * i + 1, right = left + 1, least = i;
    if (left < heap_size && before(&heap[left], &heap[least])) least = left;
    if (right < heap_size && before(&heap[right], &heap[least])) least = right;
    if (least == i) return first;
    swap(i, least);
    i = least;
  }
}

static void keep_duplicate(struct nfq_data *data, double due_ms) {
  unsigned char *payload;
  int length = nfq_get_payload(data, &payload);
  if (length < (int)sizeof(struct iphdr) || length > MAX_PACKET) return;
  unsigned char *copy = malloc((size_t)length);
  if (!copy) return;
  memcpy(copy, payload, (size_t)length);
  if (push((struct waiting){.due_ms = due_ms, .order = next_order++, .length = (uint16_t)length, .copy = copy})) {
    counters.duplicated++;
  } else {
    free(copy);
  }
}

static int on_packet(struct nfq_q_handle *queue, struct nfgenmsg *message, struct nfq_data *data, void *unused) {
  (void)message;
  (void)unused;
  struct nfqnl_msg_packet_hdr *header = nfq_get_msg_packet_hdr(data);
  uint32_t id = header ? ntohl(header->packet_id) : 0;
  counters.seen++;
  if (options.loss > 0 && draw() < options.loss) {
    counters.dropped++;
    return nfq_set_verdict(queue, id, NF_DROP, 0, NULL);
  }
  double delay_ms = options.delay_ms;
  if (options.jitter_ms > 0) delay_ms += (2 * draw() - 1) * options.jitter_ms;
  if (options.reorder > 0 && draw() < options.reorder) {
    delay_ms = 0;
    counters.reordered++;
  }
  if (delay_ms < 0) delay_ms = 0;
  double due_ms = now_ms() + delay_ms;
  // The duplicate follows its original.
  if (options.duplicate > 0 && draw() < options.duplicate) keep_duplicate(data, due_ms + 0.01);
  if (delay_ms > 0 && push((struct waiting){.due_ms = due_ms, .order = next_order++, .id = id})) return 0;
  return nfq_set_verdict(queue, id, NF_ACCEPT, 0, NULL);
}

static void release(struct nfq_q_handle *queue, struct waiting packet) {
  if (!packet.copy) {
    nfq_set_verdict(queue, packet.id, NF_ACCEPT, 0, NULL);
    return;
  }
  struct iphdr header;
  memcpy(&header, packet.copy, sizeof header);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = header.daddr};
  if (sendto(raw_socket, packet.copy, packet.length, 0, (struct sockaddr *)&to, sizeof to) < 0) perror("send duplicate");
  free(packet.copy);
}

static void on_signal(int signal) {
  if (signal == SIGUSR1) {
    report_requested = 1;
  } else {
    stop_requested = 1;
  }
}

static void report(void) {
  fprintf(stderr, "in=%lu drop=%lu dup=%lu reorder=%lu queued=%zu\n", counters.seen, counters.dropped, counters.duplicated,
          counters.reordered, heap_size);
}

static int read_options(int count, char **words) {
  static const struct option known[] = {
      {"queue", 1, 0, 'q'},     {"delay", 1, 0, 'd'},   {"jitter", 1, 0, 'j'}, {"loss", 1, 0, 'l'},
      {"duplicate", 1, 0, 'u'}, {"reorder", 1, 0, 'r'}, {"seed", 1, 0, 's'},   {0, 0, 0, 0},
  };
  for (int c; (c = getopt_long(count, words, "", known, NULL)) != -1;) {
    switch (c) {
      case 'q': options.queue = atoi(optarg); break;
      case 'd': options.delay_ms = atof(optarg); break;
      case 'j': options.jitter_ms = atof(optarg); break;
      case 'l': options.loss = atof(optarg); break;
      case 'u': options.duplicate = atof(optarg); break;
      case 'r': options.reorder = atof(optarg); break;
      case 's':
        // Spread by the golden ratio, so that small seeds give streams that are far apart; a state of 0 would stay 0.
        random_state ^= strtoull(optarg, NULL, 0) * 0x9E3779B97F4A7C15ULL;
        if (!random_state) random_state = 1;
        break;
      default: return 0;
    }
  }
  return optind == count;
}

static int fail(const char *what) {
  perror(what);
  return 1;
}

static void arm(int timer) {
  struct itimerspec when = {0};
  if (heap_size > 0) {
    double wait_ms = heap[0].due_ms - now_ms();
    // 0 would disarm the timer.
    if (wait_ms < 0.001) wait_ms = 0.001;
    when.it_value.tv_sec = (time_t)(wait_ms / 1e3);
    when.it_value.tv_nsec = (long)((wait_ms - (double)when.it_value.tv_sec * 1e3) * 1e6);
  }
  timerfd_settime(timer, 0, &when, NULL);
}

static void run(struct nfq_handle *handle, struct nfq_q_handle *queue, int timer) {
  static char buffer[MAX_PACKET + 4096] __attribute__((aligned(8)));
  int netlink = nfq_fd(handle);
  while (!stop_requested) {
    double now = now_ms();
    while (heap_size > 0 && heap[0].due_ms <= now + 0.02) release(queue, pop());
    arm(timer);
    struct pollfd ready[2] = {{netlink, POLLIN, 0}, {timer, POLLIN, 0}};
    if (poll(ready, 2, -1) > 0) {
      uint64_t expirations;
      if (ready[1].revents && read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) perror("timer");
      ssize_t length;
      while (ready[0].revents && (length = recv(netlink, buffer, sizeof buffer, MSG_DONTWAIT)) > 0) {
        nfq_handle_packet(handle, buffer, (int)length);
      }
    }
    if (report_requested) {
      report_requested = 0;
      report();
    }
  }
}

int main(int count, char **words) {
  if (!read_options(count, words)) {
    fprintf(stderr, "usage: impair [--queue N] [--delay MS] [--jitter MS] [--loss P] [--duplicate P] [--reorder P] [--seed N]\n");
    return 2;
  }
  int mark = MARK, no_errors = 1;
  raw_socket = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
  if (raw_socket < 0) return fail("raw socket");
  if (setsockopt(raw_socket, SOL_SOCKET, SO_MARK, &mark, sizeof mark)) return fail("SO_MARK");
  struct nfq_handle *handle = nfq_open();
  if (!handle) return fail("nfq_open");
  struct nfq_q_handle *queue = nfq_create_queue(handle, (uint16_t)options.queue, on_packet, NULL);
  if (!queue) return fail("nfq_create_queue");
  int copies = options.duplicate > 0;
  if (nfq_set_mode(queue, copies ? NFQNL_COPY_PACKET : NFQNL_COPY_META, copies ? MAX_PACKET : 0) < 0) return fail("nfq_set_mode");
  nfq_set_queue_maxlen(queue, MAX_QUEUED);
  // A full queue lets packets through rather than losing more than was asked for.
  nfq_set_queue_flags(queue, NFQA_CFG_F_FAIL_OPEN, NFQA_CFG_F_FAIL_OPEN);
  nfnl_rcvbufsiz(nfq_nfnlh(handle), NETLINK_BUFFER_BYTES);
  // SOL_NETLINK 270, NETLINK_NO_ENOBUFS 5: linux/netlink.h clashes with the headers above.
  setsockopt(nfq_fd(handle), 270, 5, &no_errors, sizeof no_errors);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) return fail("timerfd_create");

  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  printf("impair ready queue=%d delay=%g jitter=%g loss=%g duplicate=%g reorder=%g\n", options.queue, options.delay_ms,
         options.jitter_ms, options.loss, options.duplicate, options.reorder);
  fflush(stdout);
  run(handle, queue, timer);
  report();
  while (heap_size > 0) release(queue, pop());
  nfq_destroy_queue(queue);
  nfq_close(handle);
  return 0;
}
