"""A mail server that takes everything and keeps nothing, in a process of its own.

    python -m bench.sink

It prints its port once it listens. It does as little as it may, so that what is measured is who sends.
"""

import asyncio

import uvloop

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-SIZE 20000000\r\n250 8BITMIME\r\n",
    b"MAIL": b"250 2.1.0 ok\r\n",
    b"RCPT": b"250 2.1.5 ok\r\n",
    b"DATA": b"354 go on\r\n",
    b"RSET": b"250 2.0.0 ok\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}
TAKEN = b"250 2.0.0 taken\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection (RFC 5321)."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Greet."""
        self.transport = transport
        self.received = b""
        self.is_content = False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer a command, or the end of a message; whoever sends waits for each answer."""
        self.received += data
        if self.is_content:
            if self.received.endswith(END):
                self._answer(TAKEN)
                self.is_content = False
        elif self.received.endswith(b"\r\n"):
            verb = self.received[:4].upper()
            self._answer(ANSWERS.get(verb, b"500 5.5.1 what?\r\n"))
            self.is_content = verb == b"DATA"
            if verb == b"QUIT":
                self.transport.close()

    def _answer(self, answer: bytes) -> None:
        self.received = b""
        self.transport.write(answer)


async def main() -> None:
    """Listen until ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
