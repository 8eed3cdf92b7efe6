# A host that answers echo requests for others, too: forge-echo.pl
# Each request (IPv4) is answered with its own sequence number and the eight before and after it. Whoever only compares numbers takes an
# answer of this host for one of another. Runs in the network namespace of the host that it plays, and needs NET_RAW, as containers have it.
use strict;
use warnings;
use Socket;

socket(my $raw, PF_INET, SOCK_RAW, 1) or die "raw socket: $!\n";
$| = 1;
print "ready\n";

sub checksum {
    my $sum = 0;
    $sum += $_ for unpack 'n*', $_[0] . (length($_[0]) % 2 ? "\0" : '');
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

while (1) {
    my $from = recv($raw, my $packet, 65535, 0) or next;
    my $header = 4 * (ord($packet) & 15);
    next if length $packet < $header + 8;
    my ($type, $code, $sum, $identifier, $sequence) = unpack 'CCnnn', substr $packet, $header;
    next if $type != 8;
    for my $other (-8 .. 8) {
        my $rest = pack('nn', $identifier, ($sequence + $other) & 0xffff) . substr $packet, $header + 8;
        send $raw, pack('CCn', 0, 0, checksum(pack('CCn', 0, 0, 0) . $rest)) . $rest, 0, $from;
    }
}
