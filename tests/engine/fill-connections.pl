# Fills the kernel's table of connections of this network namespace: fill-connections.pl COUNT; 0 empties it, "keep" keeps a full one full.
# The limit (nf_conntrack_max) is one for all namespaces and can only be changed for all of them; each counts for itself, though.
# The connections are of UDP, between addresses that are for documentation only, and "assured", so that none gives way to a new one.
# Perl, as conntrack(8) is seldom installed; linux/netfilter/nfnetlink_conntrack.h.
use strict;
use warnings;
use Socket;

my $count = shift // 0;
my $next  = 0;
socket(my $socket, 16, SOCK_RAW, 12) or die "netlink: $!\n";    # AF_NETLINK, NETLINK_NETFILTER

sub attribute { my ($type, $data) = @_; pack('SSa*', 4 + length $data, $type, $data) . "\0" x (-length($data) & 3) }
sub nested { attribute($_[0] | 0x8000, join '', @_[1 .. $#_]) }
sub message { my ($type, $flags, $data) = @_; pack('LSSLLCCn', 20 + length $data, 0x100 | $type, $flags, 1, 0, 2, 0, 0) . $data }
sub tuple {
    my ($type, $from, $to, $from_port, $to_port) = @_;
    nested($type, nested(1, attribute(1, $from), attribute(2, $to)),
        nested(2, attribute(1, pack 'C', 17), attribute(2, pack 'n', $from_port), attribute(3, pack 'n', $to_port)));
}

if (!$count) {
    send($socket, message(2, 1, ''), 0) or die "send: $!\n";    # IPCTNL_MSG_CT_DELETE of all
    exit;
}

my ($to, $batch) = (inet_aton('203.0.113.1'), '');
my $rest = attribute(3, pack 'N', 2 | 4 | 8) . attribute(7, pack 'N', 600);    # seen reply, assured, confirmed; ten minutes
fill($count eq 'keep' ? 1000 : $count);
while ($count eq 'keep') { select(undef, undef, undef, 0.01); fill(400) }

sub fill {
    my $last = $next + shift;
    while ($next++ < $last) { add($next, $last) }
}

sub add {
    my ($i, $last) = @_;
    my ($from, $port) = (pack('N', ($count eq 'keep' ? 0xc6336400 : 0xc0000200) + ($i >> 16)), $i & 0xffff);     # 192.0.2.0, or 198.51.100.0, and so on
    $batch .= message(0, 0x601, tuple(1, $from, $to, $port, 9) . tuple(2, $to, $from, 9, $port) . $rest);
    return if $i % 200 && $i < $last;
    send($socket, $batch, 0) or die "send: $!\n";
    $batch = '';
}
