#!/usr/bin/python3
"""A real SMTP server for tests (Debian's python3-aiosmtpd), told how to misbehave over HTTP.

Every accepted message becomes NNNNNN.json (decoded) and NNNNNN.eml (as received) in --folder, written whole by a rename.
Prints one line of JSON with its two ports once it listens, and ends when its standard input closes.

  GET  /messages?after=N&wait=S   how many messages there are, as soon as there are more than N, or after S seconds; beside it
                                  how many contents it has at hand now, and had at most
  POST /behaviour                 {"refuse": [{"recipient": "substring", "answer": "450 4.2.1 Later", "times": 2}],
                                   "slow": seconds before DATA is answered,
                                   "content": [{"subject": "substring", "answer": "554 5.7.1 No", "times": 1}]   answers DATA with it,
                                   "drop": {"times": 1, "keep": true}   closes the connection instead of answering DATA}
"""
import argparse
import asyncio
import email
import email.policy
import http.server
import json
import os
import ssl
import sys
import threading
from urllib.parse import parse_qs, urlparse

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    def __init__(self, folder):
        self.folder = folder
        self.changed = threading.Condition()
        self.count = sum(1 for name in os.listdir(folder) if name.endswith(".json"))

    def add(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = message.get_body(preferencelist=("plain",))
        html = message.get_body(preferencelist=("html",))
        with self.changed:
            number = self.count + 1
            self.write(f"{number:06d}.eml", envelope.content)
            decoded = {
                "number": number,
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "subject": message.get("Subject", ""),
                "fromHeader": str(message.get("From", "")),
                "toHeader": str(message.get("To", "")),
                "messageId": (message.get("Message-ID") or "").strip(),
                "text": text.get_content() if text else "",
                "html": html.get_content() if html else "",
                "headers": {name: str(value) for name, value in message.items()},
                "tls": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
                "user": session.auth_data if isinstance(session.auth_data, str) else None,
            }
            self.write(f"{number:06d}.json", json.dumps(decoded, ensure_ascii=False).encode())
            self.count = number
            self.changed.notify_all()

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path + ".part", "wb") as file:
            file.write(content)
        os.rename(path + ".part", path)

    def wait(self, after, seconds):
        with self.changed:
            self.changed.wait_for(lambda: self.count > after, timeout=seconds)
            return self.count


class Handler:
    def __init__(self, mailbox):
        self.mailbox = mailbox
        self.behaviour = {}
        self.now = 0
        self.most = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        for rule in self.behaviour.get("refuse", []):
            if rule["recipient"].lower() in address.lower() and rule.get("times", 1) != 0:
                if "times" in rule:
                    rule["times"] -= 1
                return rule["answer"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await self.answer_DATA(server, session, envelope)
        finally:
            self.now -= 1

    async def answer_DATA(self, server, session, envelope):
        slow = self.behaviour.get("slow", 0)
        if slow:
            await asyncio.sleep(slow)
        drop = self.behaviour.get("drop", {})
        if drop.get("times", 0) > 0:
            drop["times"] -= 1
            if drop.get("keep", False):
                self.mailbox.add(server, session, envelope)
            server.transport.abort()
            return "421 4.3.0 Gone"
        subject = str(email.message_from_bytes(envelope.content, policy=email.policy.default).get("Subject", ""))
        for rule in self.behaviour.get("content", []):
            if rule["subject"] in subject and rule["times"] > 0:
                rule["times"] -= 1
                return rule["answer"]
        self.mailbox.add(server, session, envelope)
        return "250 2.0.0 Accepted"


def control(mailbox, handler):
    class Control(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, body):
            content = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self):
            query = parse_qs(urlparse(self.path).query)
            count = mailbox.wait(int(query["after"][0]), float(query["wait"][0]))
            self.answer({"count": count, "now": handler.now, "most": handler.most})

        def do_POST(self):
            handler.behaviour = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer({})

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--implicit", action="store_true", help="TLS from the first byte instead of STARTTLS")
    parser.add_argument("--user")
    parser.add_argument("--password")
    options = parser.parse_args()

    mailbox = Mailbox(options.folder)
    handler = Handler(mailbox)
    tls = None
    if options.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(options.certificate, options.key)

    starttls = None if options.implicit else tls

    def authenticate(server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        known = given == (options.user, options.password)
        return AuthResult(success=known, auth_data=given[0] if known else None, handled=known)

    def factory():
        return SMTP(
            handler,
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=authenticate if options.user else None,
            auth_required=bool(options.user),
            auth_require_tls=starttls is not None,
        )

    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", options.port, ssl=tls if options.implicit else None)
    print(json.dumps({"smtp": server.sockets[0].getsockname()[1], "control": control(mailbox, handler)}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
