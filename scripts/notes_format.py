"""Signed notes, verifier keys and checkpoints, written from the specifications alone.

An independent second implementation for the test vectors: nothing but the standard library, and no line in common
with the TypeScript. Ed25519 is the textbook of RFC 8032 section 6: slow, and never for real keys.
"""

import hashlib
from base64 import b64encode

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """Sum of two points in extended coordinates (RFC 8032 section 5.1.4)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, d - c, d + c, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = NEUTRAL
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def recover_x(y, sign):
    """The x of a point, or None where no point has this y."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def point_of(y, sign=0):
    x = recover_x(y, sign)
    return (x, y, 1, x * y % P)


BASE = point_of(4 * pow(5, P - 2, P) % P)


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def torsion_point():
    """A point of order 8: any point times L that is not of a smaller order."""
    y = 2
    while True:
        if recover_x(y, 0) is not None:
            point = multiply(L, point_of(y))
            if encode_point(multiply(4, point)) != encode_point(NEUTRAL):
                return point
        y += 1


def number(digest):
    return int.from_bytes(digest, "little")


class Ed25519:
    """A key pair derived from a label: the same in every run."""

    def __init__(self, label):
        digest = hashlib.sha512(hashlib.sha256(b"test key " + label.encode()).digest()).digest()
        self.scalar = (number(digest[:32]) & ((1 << 254) - 8)) | (1 << 254)
        self.prefix = digest[32:]
        self.public = encode_point(multiply(self.scalar, BASE))

    def sign(self, message, shift=NEUTRAL):
        """RFC 8032 signature; with a shift of small order only an equation with the cofactor accepts it."""
        r = number(hashlib.sha512(self.prefix + message).digest()) % L
        commitment = encode_point(add(multiply(r, BASE), shift))
        k = number(hashlib.sha512(commitment + self.public + message).digest()) % L
        return commitment + ((r + k * self.scalar) % L).to_bytes(32, "little")


def b64(data):
    return b64encode(data).decode()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def filler(label, length):
    """Bytes that look random and are the same in every run."""
    blocks = (sha256(label.encode(), i.to_bytes(4, "big")) for i in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def key_id(name, kind, public):
    return sha256(name.encode(), b"\n", bytes([kind]), public)[:4]


def vkey(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"


class Signer:
    """A named key that makes signature lines of one type, 0x01 or 0x04."""

    def __init__(self, name, kind=1, key=None):
        self.name, self.kind, self.key = name, kind, key or Ed25519(name)
        self.id = key_id(name, kind, self.key.public)
        self.vkey = vkey(name, kind, self.key.public)

    def line(self, text, time=0, **options):
        if self.kind == 1:
            return self.wrap(self.key.sign(text.encode(), **options))
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return self.wrap(time.to_bytes(8, "big") + self.key.sign(message, **options))

    def wrap(self, payload):
        return f"\u2014 {self.name} {b64(self.id + payload)}\n"


def note(text, *lines):
    return text + "\n" + "".join(lines)


EMPTY_ROOT = sha256()


def checkpoint(origin, size, root, *extensions):
    return "".join(f"{line}\n" for line in (origin, size, b64(root), *extensions))


def subtree_message(name, time, origin, start, end, root):
    def u64(n):
        return n.to_bytes(8, "big")

    def prefixed(text):
        return bytes([len(text.encode())]) + text.encode()

    return b"subtree/v1\n\0" + prefixed(name) + u64(time) + prefixed(origin) + u64(start) + u64(end) + root
