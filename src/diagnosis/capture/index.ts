export * from "./capture-command";
export * from "./packet";
export * from "./pcap-reader";
export * from "./pcap-writer";
export * from "./rtp-streams";
