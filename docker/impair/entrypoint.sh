#!/bin/sh
# Impairs the UDP packets that leave this network namespace, which the container shares with the one that is to suffer:
#   docker run --network container:TARGET --cap-add NET_ADMIN --cap-add NET_RAW carrierlab-impair:trixie --delay 60 --loss 0.05 --seed 4
# IMPAIR_MATCH narrows it, e.g. "-d 192.0.2.7 --dport 5060". Two that impair one container each need a queue of their own, IMPAIR_QUEUE.
# The rule is removed again on SIGTERM.
set -eu
queue=${IMPAIR_QUEUE:-7}
# Packets that impair itself sends (duplicates) carry this mark and pass.
mark=0x7653
# shellcheck disable=SC2086 -- IMPAIR_MATCH is a list of words
rule() { iptables -t mangle "$1" POSTROUTING -p udp ${IMPAIR_MATCH:-} -m mark ! --mark $mark -j NFQUEUE --queue-num $queue --queue-bypass; }
rule -A
impair --queue $queue "$@" &
child=$!
trap 'rule -D; kill -TERM $child; wait $child' TERM INT
wait $child
