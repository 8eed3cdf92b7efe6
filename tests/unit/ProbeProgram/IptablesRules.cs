namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Rules of most matches and targets: a table, a chain, and the rest as for a shell. A backslash ends a line that goes on.
/// </summary>
internal static class IptablesRules
{
    /// <summary>For iptables.</summary>
    public const string V4 = """
        filter FORWARD -s 10.1.2.3/32 -d 10.2.0.0/16 -i eth0 -o br-+ -p tcp -j ACCEPT
        filter FORWARD ! -s 10.0.0.0/8 ! -d 1.2.3.4/32 ! -i eth0 ! -o lo ! -p udp -f -j DROP
        filter OUTPUT -s 10.0.0.0/255.0.255.0 -p 47 ! -f -j RETURN
        filter OUTPUT -p esp -j DROP
        filter OUTPUT -p 99 -g XTCHAIN
        filter OUTPUT -j XTCHAIN
        filter OUTPUT -p tcp -m tcp --dport 80 -j DROP
        filter OUTPUT -p tcp -m tcp ! --sport 1024:65535 --dport :1023 --tcp-flags FIN,SYN,RST,ACK SYN --tcp-option 8 -j DROP
        filter OUTPUT -p tcp -m tcp ! --tcp-flags ALL NONE ! --tcp-option 3
        filter OUTPUT -p tcp -m tcp --syn
        filter OUTPUT -p udp -m udp --sport 53 ! --dport 1024:2000 -j ACCEPT
        filter OUTPUT -p icmp -m icmp --icmp-type 8 -j DROP
        filter OUTPUT -p icmp -m icmp --icmp-type any -j DROP
        filter OUTPUT -p icmp -m icmp ! --icmp-type 3/4 -j DROP
        filter OUTPUT -m comment --comment "a b" -j DROP
        filter OUTPUT -m comment --comment "it's \"q\" \\ x" -j DROP
        filter OUTPUT -m comment --comment "plain" -j DROP
        filter OUTPUT -m comment --comment "a;b#c(d)" -j DROP
        filter OUTPUT -m comment --comment "" -j DROP
        filter OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        filter OUTPUT -m conntrack ! --ctstate INVALID,NEW,UNTRACKED,SNAT,DNAT -j ACCEPT
        filter OUTPUT -m conntrack --ctproto 6 --ctorigsrc 10.0.0.0/8 ! --ctorigdst 10.1.1.1 --ctreplsrc 1.2.3.4 \
        --ctrepldst 5.0.0.0/8 --ctstatus ASSURED,CONFIRMED --ctexpire 10:20 --ctdir REPLY -j ACCEPT
        filter OUTPUT -m conntrack --ctorigsrcport 80 --ctorigdstport 1:2 ! --ctreplsrcport 3 --ctrepldstport 4:5 \
        ! --ctstatus NONE --ctexpire 5 --ctdir ORIGINAL
        filter OUTPUT -m state --state NEW,INVALID -j DROP
        filter OUTPUT -m state ! --state UNTRACKED -j DROP
        filter OUTPUT -m addrtype --dst-type LOCAL -j DROP
        filter FORWARD -m addrtype --dst-type UNICAST,LOCAL --limit-iface-in -j DROP
        filter OUTPUT -m addrtype ! --dst-type LOCAL --limit-iface-out -j DROP
        filter OUTPUT -p tcp -m multiport --dports 80,443,1000:2000 -j DROP
        filter OUTPUT -p udp -m multiport ! --sports 53 -j DROP
        filter OUTPUT -p tcp -m multiport --ports 1,2
        filter OUTPUT -m mark --mark 0x1 -j DROP
        filter OUTPUT -m mark ! --mark 0x10/0xff -j DROP
        filter OUTPUT -m connmark --mark 5 -j DROP
        filter OUTPUT -m connmark ! --mark 0x10/0xff -j DROP
        filter OUTPUT -m limit --limit 3/minute -j DROP
        filter OUTPUT -m limit --limit 10/sec --limit-burst 20
        filter OUTPUT -m limit --limit 7/hour --limit-burst 5
        filter OUTPUT -m limit --limit 300/second
        filter OUTPUT -m hashlimit --hashlimit-upto 10/sec --hashlimit-burst 20 --hashlimit-mode srcip,dstport \
        --hashlimit-name xt1 --hashlimit-srcmask 24 --hashlimit-htable-expire 30000 -j ACCEPT
        filter OUTPUT -m hashlimit --hashlimit-above 512kb/s --hashlimit-mode dstip --hashlimit-name xt2
        filter OUTPUT -m hashlimit --hashlimit-above 10/min --hashlimit-name xt3 --hashlimit-htable-size 100 \
        --hashlimit-htable-max 200 --hashlimit-htable-gcinterval 500
        filter OUTPUT -m hashlimit --hashlimit-upto 1mb/s --hashlimit-burst 2mb --hashlimit-mode srcip --hashlimit-name xt4
        filter OUTPUT -m hashlimit --hashlimit-above 10/sec --hashlimit-rate-match --hashlimit-rate-interval 30 \
        --hashlimit-mode srcip --hashlimit-name xt5
        filter OUTPUT -m iprange --src-range 10.0.0.1-10.0.0.9 ! --dst-range 1.1.1.1-1.1.1.2 -j DROP
        filter FORWARD -m mac --mac-source 02:42:ac:11:00:02 -j DROP
        filter FORWARD -m mac ! --mac-source 02:42:AC:11:00:02 -j DROP
        filter FORWARD -m physdev --physdev-in veth+ --physdev-is-bridged -j DROP
        filter FORWARD -m physdev ! --physdev-in veth0 --physdev-is-in ! --physdev-out veth1 ! --physdev-is-out -j DROP
        filter OUTPUT -m pkttype --pkt-type broadcast -j DROP
        filter OUTPUT -m pkttype ! --pkt-type unicast -j DROP
        filter OUTPUT -m owner --uid-owner 1000 --gid-owner 0-99 -j DROP
        filter OUTPUT -m owner ! --uid-owner 0 --gid-owner 7 --suppl-groups -j DROP
        filter OUTPUT -m length --length 100:200 -j DROP
        filter OUTPUT -m length ! --length 100 -j DROP
        filter OUTPUT -m length --length 100: -j DROP
        filter OUTPUT -m string --string "GET /" --algo bm --to 100 -j DROP
        filter OUTPUT -m string ! --hex-string "|00 ff|abc" --algo kmp --from 5 --icase -j DROP
        filter OUTPUT -m string --string "plain" --algo bm -j DROP
        filter OUTPUT -m statistic --mode random --probability 0.5 -j DROP
        filter OUTPUT -m statistic --mode nth --every 3 --packet 1 -j DROP
        filter OUTPUT -m statistic --mode random ! --probability 0.0333 -j DROP
        filter OUTPUT -m recent --set --name ssh --rsource -j DROP
        filter OUTPUT -m recent --update --seconds 60 --hitcount 4 --name ssh --rsource --rttl -j DROP
        filter OUTPUT -m recent ! --rcheck --rdest --name x --mask 255.255.255.0 --seconds 9 --reap
        filter OUTPUT -m recent --remove
        filter INPUT -m socket -j DROP
        filter INPUT -m socket --transparent --nowildcard --restore-skmark
        filter OUTPUT -p tcp -m tcpmss --mss 100:1400 -j DROP
        filter OUTPUT -p tcp -m tcpmss ! --mss 536 -j DROP
        filter OUTPUT -m ttl --ttl-lt 5 -j DROP
        filter OUTPUT -m ttl --ttl-eq 64 -j DROP
        filter OUTPUT -m ttl ! --ttl-eq 64 -j DROP
        filter OUTPUT -m ttl --ttl-gt 9 -j DROP
        filter OUTPUT -m u32 --u32 "6&0xFF=1 && 0>>22&0x3C@4>>24=8:9,15" -j DROP
        filter OUTPUT -m u32 ! --u32 "4=0"
        filter OUTPUT -m time --timestart 09:00 --timestop 17:30 --weekdays Mon,Tue,Fri -j DROP
        filter OUTPUT -m time --datestart 2026-01-01T10:00:00 --datestop 2027-01-01 --monthdays 1,15 --kerneltz
        filter OUTPUT -m time --timestart 23:00 --timestop 01:00 --contiguous ! --weekdays Sun
        filter OUTPUT -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0" -j DROP
        filter OUTPUT -m dscp --dscp 0x0a -j DROP
        filter OUTPUT -m dscp ! --dscp-class EF -j DROP
        filter OUTPUT -m tos --tos 0x10/0x3f -j DROP
        filter OUTPUT -m tos ! --tos Minimize-Delay -j DROP
        filter OUTPUT -p tcp -m connlimit --connlimit-above 10 --connlimit-mask 24 -j DROP
        filter OUTPUT -m connlimit --connlimit-upto 3 --connlimit-daddr -j DROP
        filter OUTPUT -m cgroup --cgroup 5 -j DROP
        filter OUTPUT -m cgroup ! --cgroup 5 -j DROP
        filter OUTPUT -m cgroup --path "/" -j DROP
        filter INPUT -m policy --dir in --pol ipsec --reqid 1 --proto esp --mode tunnel --tunnel-src 10.0.0.0/8 \
        --tunnel-dst 1.2.3.4 -j DROP
        filter OUTPUT -m policy --dir out --pol none -j DROP
        filter INPUT -m policy --dir in --pol ipsec --strict --proto esp --mode transport --spi 0x10 --next ! --reqid 2 \
        --proto ah -j DROP
        filter OUTPUT -p sctp -m sctp --dport 80 -j DROP
        filter OUTPUT -p sctp -m sctp ! --sport 80:90 --chunk-types any DATA:be,INIT -j DROP
        filter OUTPUT -p sctp -m sctp --chunk-types only DATA
        filter OUTPUT -p sctp -m sctp ! --chunk-types all INIT,ABORT:T
        filter OUTPUT -m quota --quota 1000 -j DROP
        filter OUTPUT -m helper --helper ftp -j DROP
        filter FORWARD -m devgroup --src-group 5 ! --dst-group 0x1/0xf -j DROP
        filter OUTPUT -m connbytes --connbytes 100:200 --connbytes-dir both --connbytes-mode bytes -j DROP
        filter OUTPUT -m connbytes ! --connbytes 100: --connbytes-dir original --connbytes-mode packets -j DROP
        filter OUTPUT -p dccp -m dccp --dport 5 -j DROP
        filter OUTPUT -m cpu --cpu 1 -j DROP
        filter OUTPUT -m realm --realm 5 -j DROP
        filter OUTPUT -p ah -m ah --ahspi 500
        filter OUTPUT -p esp -m esp --espspi 5:10
        filter OUTPUT -p tcp -m ecn --ecn-tcp-cwr ! --ecn-tcp-ece --ecn-ip-ect 1
        filter OUTPUT -j REJECT
        filter OUTPUT -p tcp -j REJECT --reject-with tcp-reset
        filter OUTPUT -j REJECT --reject-with icmp-host-prohibited
        filter OUTPUT -j REJECT --reject-with icmp-admin-prohibited
        filter OUTPUT -j REJECT --reject-with icmp-net-unreachable
        filter OUTPUT -j LOG
        filter OUTPUT -j LOG --log-prefix "drop it: " --log-level debug --log-tcp-sequence --log-tcp-options --log-ip-options \
        --log-uid --log-macdecode
        filter OUTPUT -j NFLOG --nflog-group 5 --nflog-prefix "a b" --nflog-size 100 --nflog-threshold 3
        filter OUTPUT -j NFLOG
        filter OUTPUT -j NFQUEUE --queue-num 3
        filter OUTPUT -j NFQUEUE --queue-balance 1:4 --queue-bypass --queue-cpu-fanout
        filter OUTPUT -j QUEUE
        filter OUTPUT -j AUDIT --type drop
        filter OUTPUT -j ACCEPT
        mangle POSTROUTING -j MARK --set-mark 0x10
        mangle POSTROUTING -j MARK --set-xmark 0x10/0xff
        mangle POSTROUTING -j MARK --and-mark 0x10
        mangle POSTROUTING -j MARK --or-mark 0x10
        mangle POSTROUTING -j MARK --xor-mark 0x10
        mangle POSTROUTING -j CONNMARK --set-mark 5
        mangle POSTROUTING -j CONNMARK --set-xmark 5/7
        mangle POSTROUTING -j CONNMARK --save-mark
        mangle POSTROUTING -j CONNMARK --restore-mark
        mangle POSTROUTING -j CONNMARK --restore-mark --mask 0xff
        mangle POSTROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xf0
        mangle POSTROUTING -j CONNMARK --set-xmark 0x1/0xf --left-shift-mark 4
        mangle POSTROUTING -j DSCP --set-dscp 10
        mangle POSTROUTING -j TOS --set-tos 0x10/0x3f
        mangle POSTROUTING -j TTL --ttl-set 5
        mangle POSTROUTING -j TTL --ttl-dec 1
        mangle POSTROUTING -j CLASSIFY --set-class 1:10
        mangle POSTROUTING -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
        mangle POSTROUTING -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400
        mangle POSTROUTING -p udp -j CHECKSUM --checksum-fill
        mangle POSTROUTING -j TEE --gateway 10.0.0.1
        mangle PREROUTING -p tcp -j TPROXY --on-port 80 --on-ip 127.0.0.1 --tproxy-mark 0x1/0xff
        mangle PREROUTING -p udp -j TPROXY --on-port 80
        mangle PREROUTING -m rpfilter --loose --validmark --invert -j DROP
        mangle PREROUTING -m rpfilter --accept-local -j DROP
        raw PREROUTING -j NOTRACK
        raw PREROUTING -j CT --notrack
        raw PREROUTING -j CT --zone 5
        raw PREROUTING -j CT --zone-orig mark
        raw PREROUTING -j CT --ctevents new,destroy,reply
        raw PREROUTING -j TRACE
        nat PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080
        nat PREROUTING -j DNAT --to-destination 10.0.0.2
        nat PREROUTING -p tcp -j DNAT --to-destination 10.0.0.2-10.0.0.9:80-90 --random --persistent
        nat PREROUTING -p tcp -j DNAT --to-destination 10.0.0.2:80-90/5000
        nat PREROUTING -p tcp -j DNAT --to-destination :80
        nat PREROUTING -p tcp -j REDIRECT --to-ports 8080
        nat PREROUTING -p tcp -j REDIRECT --to-ports 8080-8090 --random
        nat PREROUTING -j REDIRECT
        nat PREROUTING -d 10.0.0.0/8 -j NETMAP --to 1.2.3.0/24
        nat POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
        nat POSTROUTING -p tcp -j MASQUERADE --to-ports 1024-2000 --random
        nat POSTROUTING -j MASQUERADE --random-fully
        nat POSTROUTING -j SNAT --to-source 1.2.3.4
        nat POSTROUTING -p udp -j SNAT --to-source 1.2.3.4-1.2.3.9:1-9 --random-fully --persistent
        """;

    /// <summary>For ip6tables.</summary>
    public const string V6 = """
        filter FORWARD -s fd00::/8 -d fe80::1/128 -i eth0 -p tcp -j ACCEPT
        filter OUTPUT ! -s fd00::/8 ! -p udp -j DROP
        filter OUTPUT -s fd00::1/ffff::ffff -j DROP
        filter OUTPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j DROP
        filter OUTPUT -p icmpv6 -m icmp6 ! --icmpv6-type 1/4 -j DROP
        filter OUTPUT -j REJECT
        filter OUTPUT -j REJECT --reject-with icmp6-adm-prohibited
        filter OUTPUT -p tcp -j REJECT --reject-with tcp-reset
        filter OUTPUT -j REJECT --reject-with icmp6-no-route
        filter OUTPUT -j REJECT --reject-with icmp6-addr-unreachable
        filter OUTPUT -j REJECT --reject-with icmp6-policy-fail
        filter OUTPUT -m hl --hl-lt 5 -j DROP
        filter OUTPUT -m hl ! --hl-eq 5 -j DROP
        filter OUTPUT -m conntrack --ctorigsrc fd00::/8 --ctorigdst fd00::1 -j DROP
        filter OUTPUT -m iprange --src-range fd00::1-fd00::9 -j DROP
        filter OUTPUT -m connlimit --connlimit-above 10 --connlimit-mask 64 -j DROP
        filter OUTPUT -m recent --set --name six --mask ffff:ffff:: --rsource
        filter OUTPUT -m hashlimit --hashlimit-upto 10/sec --hashlimit-mode srcip --hashlimit-srcmask 64 --hashlimit-name six
        filter INPUT -m policy --dir in --pol ipsec --mode tunnel --tunnel-src fd00::/8 -j DROP
        mangle POSTROUTING -j HL --hl-set 5
        mangle PREROUTING -p tcp -j TPROXY --on-port 80 --on-ip ::1
        nat PREROUTING -p tcp -j DNAT --to-destination [fd00::2]:8080
        nat PREROUTING -j DNAT --to-destination fd00::2
        nat PREROUTING -p tcp -j DNAT --to-destination [fd00::2-fd00::9]:80-90
        nat PREROUTING -p tcp -j REDIRECT --to-ports 80
        nat POSTROUTING -j MASQUERADE
        nat POSTROUTING -p tcp -j SNAT --to-source [fd00::2]:80
        nat POSTROUTING -j SNAT --to-source fd00::2
        mangle POSTROUTING -j TEE --gateway fd00::1
        filter OUTPUT -j LOG --log-prefix six
        """;
}
