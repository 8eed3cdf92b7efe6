#!/usr/bin/perl
# lossy-proxy.pl [--keep-answers] [--refuse-removal] SOCKET ENGINE: stands between a client and an engine, both on Unix sockets, and loses answers. The engine gets
# every request; of "POST .../containers/create" the client sees the connection break once the engine has answered, unless
# --keep-answers is given. With --refuse-removal a DELETE of a container does not reach the engine and is answered by an error.
# Writes "ready" when it listens, and ends with its parent.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;

my %given;
$given{+shift} = 1 while $ARGV[0] =~ /^--/;
my ($path, $engine) = @ARGV;
$SIG{CHLD} = 'IGNORE';
my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 128) or die "$path: $!\n";
$| = 1;
print "ready\n";
my $parent = getppid;

while (getppid == $parent) {
    next unless IO::Select->new($listener)->can_read(0.5);
    my $client = $listener->accept or next;
    next if fork;
    serve($client);
    exit 0;
}

sub serve {
    my ($client) = @_;
    my $upstream = IO::Socket::UNIX->new(Peer => $engine) or die "$engine: $!\n";
    my $both = IO::Select->new($client, $upstream);
    my $losing;
    while (1) {
        for my $from ($both->can_read) {
            return unless sysread $from, my $bytes, 65536;
            if ($from == $client) {
                $losing ||= !$given{'--keep-answers'} && $bytes =~ m{^POST \S*/containers/create};
                if ($given{'--refuse-removal'} && $bytes =~ m{^DELETE \S*/containers/}) {
                    my $body = '{"message":"driver failed to remove root filesystem"}';
                    syswrite $client, "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
                    next;
                }
            }
            elsif ($losing) { return }
            syswrite $from == $client ? $upstream : $client, $bytes;
        }
    }
}
