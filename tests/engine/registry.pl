# A registry for tests of a pull: registry.pl ADDRESS PORT FOLDER
# It serves the files of FOLDER, which are named as the registry's API names them (v2/NAME/manifests/latest, v2/NAME/blobs/sha256:…),
# over HTTP: engines take a registry on a loopback address without TLS. Blobs come slowly, so that there is progress to be seen.
use strict;
use warnings;
use Socket;

my ($address, $port, $folder) = @ARGV;
$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
socket(my $server, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt $server, SOL_SOCKET, SO_REUSEADDR, 1;
bind($server, sockaddr_in($port, inet_aton($address))) or die "port $port: $!\n";
listen $server, 16;
$| = 1;
print "ready\n";

while (1) {
    accept(my $client, $server) or next;
    if (fork) { close $client; next; }
    close $server;
    binmode $client;
    # The engine tries TLS first; such a beginning is no request, and closing is the answer.
    my ($method, $path) = (<$client> // '') =~ m{^(GET|HEAD) (/v2/[\w./:-]*) HTTP/} or exit;
    while (defined(my $line = <$client>)) { last if $line =~ /^\r?$/ }
    my ($status, $type, $body) = ('200 OK', 'application/json', '{}');
    if ($path ne '/v2/') {
        if ($path !~ m{/\.\.?(/|$)} && open my $file, '<:raw', "$folder$path") {
            $type = $path =~ m{/manifests/} ? 'application/vnd.docker.distribution.manifest.v2+json' : 'application/octet-stream';
            local $/;
            $body = <$file>;
        }
        else {
            ($status, $body) = ('404 Not Found', '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
        }
    }
    syswrite $client, "HTTP/1.1 $status\r\nContent-Type: $type\r\nContent-Length: " . length($body)
        . "\r\nDocker-Distribution-Api-Version: registry/2.0\r\nConnection: close\r\n\r\n";
    for (my $at = 0; $method eq 'GET' && $at < length $body; $at += 65536) {
        syswrite($client, substr $body, $at, 65536) or last;
        select undef, undef, undef, 0.05 if length $body > 65536;
    }
    exit;
}
