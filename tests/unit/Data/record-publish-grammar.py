#!/usr/bin/env python3
"""Asks a docker CLI what it makes of each --publish and --expose below, and writes the table that the unit tests hold the parser against.

    record-publish-grammar.py [DOCKER [TABLE]]     default: docker, publish-grammar.json beside this file

No engine is involved: the CLI talks to a socket that keeps the body of POST /containers/create. A refusal is the CLI's own, word for word.
"""
import http.server
import json
import os
import pathlib
import socketserver
import subprocess
import sys
import tempfile
import threading

PUBLISH = [
    # One port, a range
    "80", "1", "65535", "0", "65536", "99999999999999999999", "80-85", "80-80", "85-80", "0-2", "65534-65536", "80-", "-80", "-", "80-85-90", "80--85",
    # Host port and container port
    "8080:80", "0:80", "65535:65535", "65536:80", "80:65536", "8080:0", "0:0", ":80", "80:", ":", "::", ":::", "",
    # Ranges on both sides, or on one
    "8000-8010:80-90", "8000-8002:80-82", "8000-9000:80", "8000-8000:80", "8000:80-82", "8000-8001:80-82", "8000-8002:80-81", "9000-8000:80",
    "8000-8010:90-80", "8010-8000:90-80", "0-2:80-82", "0-10:80", "8000-:80", "-8000:80", "8000-8001-8002:80", "8000-8002:80-82-99", "0-0:80", "80:80-80",
    "65535-65536:80-81", ":80-82",
    # A host address before it
    "192.0.2.1:8080:80", "192.0.2.1::80", "192.0.2.1:0:80", "0.0.0.0:80:80", "0.0.0.0::80", "127.0.0.1:8000-8002:80-82", "127.0.0.1:8000-9000:80",
    "127.0.0.1::80-82", "255.255.255.255:80:80", "1.2.3.4:80", "1.2.3:80:80", "1:80:80", "16909060:80:80", "0x7f.0.0.1:80:80", "010.0.0.1:80:80",
    "127.0.0.01:80:80", "1.2.3.4.5:80:80", "1.2.3.256:80:80", "1.2.3.4/24:80:80", "1.2.3.4:80:", "1.2.3.4::", "1.2.3.4", "[1.2.3.4]:80:80", "localhost:80:80",
    "web:80", "web:80:80", "*:80:80", "\u0661.2.3.4:80:80",
    # IPv6, with brackets and without
    "[::1]:80:80", "::1:80:80", "[::1]::80", "::1::80", "[::]:80:80", ":::80:80", "[::]::80", "::::80", "[::1]", "[::1]:80", "::80", ":80:80", "::1",
    "::1:80", "[2001:db8::1]:8080:80", "2001:db8::1:8080:80", "2001:db8:0:0:0:0:0:1:8080:80", "[2001:DB8::A]:80:80", "[2001:db8:0:0::1]:80:80",
    "[2001:0db8::0001]:80:80", "[::ffff:192.0.2.1]:80:80", "::ffff:192.0.2.1:80:80", "::ffff:c000:201:80:80", "[::192.0.2.1]:80:80", "[::1]:8000-8002:80-82",
    "[::1]:8000-9000:80/udp", "[fe80::1%eth0]:80:80", "fe80::1%eth0:80:80", "[fe80::1%1]:80:80", "[::1%]:80:80", "[::1]/128:80:80", "[::1/128]:80:80", "::1/128:80:80", "[]:80:80", "[::1:80:80",
    "::1]:80:80", "[[::1]]:80:80", "[::1]x:80:80", "x[::1]:80:80", "[1::2::3]:80:80", "[12345::1]:80:80", "[1:2:3:4:5:6:7:8:9]:80:80", "[:1]:80:80", "[1:]:80:80", "[::g]:80:80",
    "[::1.2.3]:80:80", "[::01.2.3.4]:80:80", "[1:2:3:4:5:6:7::]:80:80", "[1:2:3:4:5:6:7::8]:80:80", "[::ffff:1.2.3.4:5]:80:80", "[web]:80:80", "[::1][::1]:80:80", "[fd00::1.2.3.4]:80:80",
    "[1:2:3:4:5:6:1.2.3.4]:80:80", "1:2:3:4:5:6:7:8:80:80", "[::0:0]:80:80", "[::00001]:80:80", "[1:0:0:2:0:0:0:3]:80:80", "[0:0:0:0:0:0:0:0]:80:80",
    # Protocols
    "80/tcp", "80/udp", "80/sctp", "80/TCP", "80/Udp", "53:53/udp", "192.0.2.1:53:53/UDP", "8000-8002:80-82/udp", "8000-9000:80/udp", "80-82/sctp", "80/",
    "8080:80/", "80/icmp", "80/x", "80/tcp/udp", "80/tcp/", "80//udp", "80//", "/tcp", "/", "8080:/tcp", ":/udp", "8080/tcp:80", "8080/tcp:80/tcp", "80/ tcp", "80/tcp ", "80/6",
    "8080:80/tcp/icmp", "80/\u017fctp",
    # Odd digits and spaces
    "080:80", "0080:0080", "00000000080", "+80", "+80:80", "80:+80", "-1:80", "0x50", "8_0", "1e2", "80.0", " 80", "80 ", "8080 : 80", " 8080:80", "8080:80 ", "80 - 85", "80\t", "80\n", "\u0668\u0660", "http",
    "8080:http", "8080:80:90", "80,81", "8080:80,8081:81", "80;81", "8080->80",
    # The long form
    "target=80", "target=80,published=8080", "target=80,published=8080,protocol=tcp", "target=80,published=8080,protocol=udp", "target=80,published=8080,protocol=TCP", "target=80,published=8080,protocol=tcp,mode=host",
    "target=80,published=8080,mode=ingress", "target=80,published=8080,mode=x", "target=80,published=8000-8010", "target=80-82,published=8000-8002", "target=80-82,published=8000-8001",
    "published=8080,target=80", "published=8080", "target=", "target=,published=8080", "target=80,published=", "target=80,published=0", "target=0,published=8080", "target=65536", "target=80,protocol=", "target=80,protocol=icmp",
    "target=80,protocol=sctp", "target=80,target=81", "Target=80", "TARGET=80,PUBLISHED=8080", "target=80,x=1", "x=1", "=", "=80", "target=80,", ",target=80", "target=80,,published=8080", "target=80,8080", "target=80, published=8080",
    "target =80", "target= 80", "target=80/udp", "target=80/udp,protocol=tcp", "target=8080:80", "target=80,published=127.0.0.1:8080", "target=80,published=[::1]:8080", "target=80,published=127.0.0.1:", "published=127.0.0.1,target=:80", "target=80=81", "target=80,published=8080=1", "\"target=80\",published=8080", "host_ip=127.0.0.1,target=80,published=8080", "8080:80,protocol=udp", "name=web,target=80,published=8080,app_protocol=http",
    "80=80", "src=8080,dst=80", "target=80,published=web",
    # Several
    ["80", "80"], ["8080:80", "8080:80"], ["8080:80", "8081:80"], ["8081:80", "8080:80"], ["127.0.0.1:8080:80", "192.0.2.1:8080:80"], ["192.0.2.1:8080:80", "[::1]:8080:80", "8080:80"], ["80", "80/udp"],
    ["8080:80", "8080:80/udp"], ["80-82", "8081:81"], ["8080:80", "80"], ["8080:80", "x"], ["target=80,published=8080", "8081:80"], ["80:80", "443:443", "8000-8002:80-82"],
]

EXPOSE = [
    "80", "0", "1", "65535", "65536", "80/tcp", "80/udp", "80/sctp", "80/UDP", "80/icmp", "80/", "80/tcp/udp", "80//udp", "/tcp", "/", "", "80-82", "8000-8002/tcp", "8000-8002/udp", "80-80", "82-80", "80-", "-80", "80-81-90", "080",
    "+80", " 80", "80 ", "http", "8080:80", "127.0.0.1::80", "[::1]", "80,81", "target=80", "80/ tcp", "80/x y", "0-1", "65535-65536", "80/\u00fcdp", ["80", "80/udp"], ["80", "80"], ["81", "80-82"], ["80/TCP", "80"],
]

BOTH = [
    (["8080:80"], ["80"]), (["8080:80"], ["443"]), (["8080:80/udp"], ["80"]), (["8000-8001:80-81"], ["80-82/tcp"]), (["8080:80"], ["80/UDP"]), (["8080:80"], ["x"]), (["8080:80"], ["8080:80"]),
]


class Engine(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    created = None

    def do_HEAD(self):
        self.answer(200, b"")

    def do_GET(self):
        self.answer(200, b"OK" if self.path.endswith("/_ping") else b"{}")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) if "chunked" not in self.headers.get("Transfer-Encoding", "") else self.chunks()
        if "/containers/create" in self.path:
            Engine.created = json.loads(body)
        self.answer(201, b'{"Id":"' + b"0" * 64 + b'","Warnings":[]}')

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Api-Version", "1.50")
        self.send_header("OSType", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def address_string(self):
        return "cli"

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def ask(docker, environment, publish, expose):
    Engine.created = None
    arguments = [f"--publish={text}" for text in publish] + [f"--expose={text}" for text in expose]
    run = subprocess.run([docker, "create", *arguments, "image"], env=environment, capture_output=True, text=True, timeout=30)
    case = {key: texts for key, texts in (("publish", publish), ("expose", expose)) if texts}
    if run.returncode == 0:
        case["exposedPorts"] = Engine.created.get("ExposedPorts") or {}
        case["portBindings"] = Engine.created["HostConfig"].get("PortBindings") or {}
    else:
        assert Engine.created is None, case
        lines = [line for line in run.stderr.splitlines() if line and not line.startswith(("See 'docker", "Run 'docker"))]
        case["refusal"] = "\n".join(lines).removeprefix("docker: ")
    return case


def main():
    docker = sys.argv[1] if len(sys.argv) > 1 else "docker"
    table = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("publish-grammar.json")
    listed = lambda texts: texts if isinstance(texts, list) else [texts]
    cases = [(listed(p), []) for p in PUBLISH] + [([], listed(e)) for e in EXPOSE] + BOTH
    with tempfile.TemporaryDirectory() as folder:
        socket = os.path.join(folder, "engine.sock")
        server = Server(socket, Engine)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "DOCKER_CONFIG": folder, "DOCKER_HOST": "unix://" + socket}
        version = subprocess.run([docker, "--version"], env=environment, capture_output=True, text=True, check=True).stdout.strip()
        answers = [ask(docker, environment, publish, expose) for publish, expose in cases]
        server.shutdown()
    # One line a case, so that a difference is read as one.
    lines = ",\n".join("    " + json.dumps(answer, ensure_ascii=True) for answer in answers)
    table.write_text(f'{{\n  "cli": {json.dumps(version)},\n  "cases": [\n{lines}\n  ]\n}}\n', encoding="utf-8")
    print(f"{table}: {len(answers)} cases, {sum('refusal' in a for a in answers)} refused, by {version}")


if __name__ == "__main__":
    main()
