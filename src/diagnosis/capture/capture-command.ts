/**
 * The tcpdump command that captures a window of media ports.
 *
 * The guide prints `port 10000-20000`, which libpcap refuses: `port` takes one port, `portrange` takes two (RTP-123).
 */
export const captureCommand = (from: number, to: number, file = "/tmp/rtp_capture.pcap"): readonly string[] => [
  "tcpdump",
  "-i",
  "any",
  "-w",
  file,
  "udp",
  "portrange",
  `${from}-${to}`,
];
