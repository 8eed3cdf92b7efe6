# The name server of the simulated outside: name-server.pl ADDRESS NAME
# It answers NAME (type A) with ADDRESS, and says at once of any other name that it does not exist: a test of a failing
# look-up must not wait for a timeout. Perl, as Debian's busybox has no name server and perl-base is always installed.
use strict;
use warnings;
use Socket;

my ($address, $known) = @ARGV;
socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
bind($socket, sockaddr_in(53, inet_aton($address))) or die "port 53: $!\n";

while (1) {
    my $from = recv($socket, my $query, 1500, 0) or next;
    my ($name, $at) = ('', 12);    # the question follows the header of 12 bytes: labels with their lengths, type, class
    while ($at < length $query and my $length = ord substr $query, $at, 1) {
        $name .= lc(substr $query, $at + 1, $length) . '.';
        $at += $length + 1;
    }
    my $end = $at + 5;
    next if $end > length $query;
    my $exists = $name eq "$known.";
    my $type   = unpack 'n', substr $query, $at + 1, 2;
    my $answer = $exists && $type == 1 ? pack('nnnNna4', 0xc00c, 1, 1, 60, 4, inet_aton($address)) : '';
    # Response, authoritative, recursion available; the last digit is the outcome: 0 fine, 3 no such name.
    my $header = pack 'a2n5', $query, $exists ? 0x8580 : 0x8583, 1, $answer ? 1 : 0, 0, 0;
    send $socket, $header . substr($query, 12, $end - 12) . $answer, 0, $from;
}
