"""A second counting program, from docs/ballot-box.md alone, in plain Python without any package: it shows that the
description suffices. Slow (a ballot of two questions takes a quarter of a second), and easy to follow.

    python3 e2e/recount.py BOX.json [SEALED]
"""
import hashlib
import json
import sys

# Section 2: ristretto255 (RFC 9496) over the curve of edwards25519.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def negative(x):
    return x % P & 1


def sqrt_ratio(u, v):
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    square = check in (u % P, -u % P)
    if check in (-u % P, -u * ROOT % P):
        r = r * ROOT % P
    return square, P - r if negative(r) else r


INVSQRT = sqrt_ratio(1, -1 - D)[1]
ZERO = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * D * p[3] * q[3] % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def neg(p):
    return (-p[0] % P, p[1], p[2], -p[3] % P)


def times(n, p):
    n, total = n % L, ZERO
    while n:
        if n & 1:
            total = add(total, p)
        p, n = add(p, p), n >> 1
    return total


def same(p, q):
    return (p[0] * q[1] - p[1] * q[0]) % P == 0 or (p[1] * q[1] - p[0] * q[0]) % P == 0


def decode(data):
    s = int.from_bytes(data, "little")
    assert s < P and not negative(s), "not a point"
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, i = sqrt_ratio(1, v * u2 * u2)
    x, y = i * u2 % P, i * i * u2 * v * u1 % P
    x = 2 * s * x % P
    x = P - x if negative(x) else x
    assert square and not negative(x * y) and y, "not a point"
    return (x, y, 1, x * y % P)


def encode(p):
    x, y, z, t = p
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    i = sqrt_ratio(1, u1 * u2 * u2)[1]
    d1, d2 = i * u1 % P, i * u2 % P
    zi = d1 * d2 * t % P
    turned = negative(t * zi)
    if turned:
        x, y, d = y * ROOT % P, x * ROOT % P, d1 * INVSQRT % P
    else:
        d = d2
    y = -y % P if negative(x * zi) else y
    s = d * (z - y) % P
    return (P - s if negative(s) else s).to_bytes(32, "little")


def base():
    y = 4 * pow(5, -1, P) % P
    x = sqrt_ratio(y * y - 1, D * y * y + 1)[1]
    return (x, y, 1, x * y % P)


G = base()


def hashed(label, *fields):
    def field(f):
        f = f.to_bytes(8, "big") if isinstance(f, int) else f.encode() if isinstance(f, str) else f
        f = encode(f) if isinstance(f, tuple) else f
        return len(f).to_bytes(8, "big") + f

    return hashlib.sha512(b"".join(map(field, ["shuanglian ballot 1 " + label, *fields]))).digest()


def digest(label, *fields):
    return hashed(label, *fields)[:32]


def challenge(label, *fields):
    return int.from_bytes(hashed(label, *fields), "little") % L


def raw(text):
    assert len(text) == 64 and text == bytes.fromhex(text).hex(), "not 64 signs of lower-case hex"
    return bytes.fromhex(text)


def point(text):
    return decode(raw(text))


def number(text):
    n = int.from_bytes(raw(text), "little")
    assert n < L, "not a number"
    return n


def minus(s, p, c, q):
    """s·P − c·Q"""
    return add(times(s, p), times(-c, q))


def total(pairs):
    a = b = ZERO
    for one in pairs:
        a, b = add(a, one[0]), add(b, one[1])
    return a, b


# Section 3: names that are missing or given twice, and numbers that are not whole.
def once(pairs):
    assert len({name for name, _ in pairs}) == len(pairs), "a name twice"
    return dict(pairs)


def names(thing, wanted):
    assert set(thing) == set(wanted.split()), f"the names are not: {wanted}"


def no(_):
    raise AssertionError("not a whole number")


def table(rows):
    return [len(rows), *(x for row in rows for x in (len(row), *row))]


def check(text, known=None):
    box = json.loads(text, object_pairs_hook=once, parse_float=no, parse_constant=no)
    names(box, "version round title roll questions key issued ballots words sealed outcome digest")
    questions, key, ballots, words = box["questions"], box["key"], box["ballots"], box["words"]
    names(key, "needed public commitments trustees")
    # 4.1
    assert box["version"] == 2 and box["round"].strip() and box["title"].strip() and 1 <= len(questions) <= 20, "form"
    for q in questions:
        names(q, "text options")
        assert q["text"].strip() and 2 <= len(q["options"]) <= 6 and all(o.strip() for o in q["options"]), "form"
        assert len(set(q["options"])) == len(q["options"]), "form"
    # 4.2
    needed, trustees = key["needed"], key["trustees"]
    assert 1 <= needed <= len(trustees) <= 9 and len(key["commitments"]) == needed, "key"
    commitments, y = [point(c) for c in key["commitments"]], point(key["public"])
    assert key["public"] == key["commitments"][0] and not same(y, ZERO), "key"
    shares = {}
    for i, trustee in enumerate(trustees, 1):
        names(trustee, "number name share")
        shares[i] = point(trustee["share"])
        expected = ZERO
        for power, commitment in enumerate(commitments):
            expected = add(expected, times(i**power, commitment))
        assert trustee["number"] == i and trustee["name"].strip(), "key"
        assert same(shares[i], expected) and not same(shares[i], ZERO), "key"
    # 4.3
    asked = [x for q in questions for x in (q["text"], len(q["options"]), *q["options"])]
    held = [x for t in trustees for x in (t["number"], t["name"], raw(t["share"]))]
    context = digest(
        "round", box["round"], box["title"], box["roll"], len(questions), *asked, needed, raw(key["public"]),
        len(commitments), *map(raw, key["commitments"]), len(trustees), *held)
    # 4.4
    digests = []
    for ballot in ballots:
        names(ballot, "tracker answers")
        assert len(ballot["answers"]) == len(questions), "shape"
        fields = [context, len(ballot["answers"])]
        for answer, q in zip(ballot["answers"], questions):
            names(answer, "options sum")
            assert len(answer["options"]) == len(q["options"]) and len(answer["sum"]) == 2, "shape"
            fields.append(len(answer["options"]))
            for option in answer["options"]:
                names(option, "a b bit")
                assert len(option["bit"]) == 4, "shape"
                fields += map(raw, [option["a"], option["b"], *option["bit"]])
            fields += map(raw, answer["sum"])
        digests.append(digest("ballot", *fields))
        bits = int.from_bytes(digests[-1][:10], "big")
        signs = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 75 - 5 * at & 31] for at in range(16))
        assert ballot["tracker"] == "-".join(signs[at:at + 4] for at in range(0, 16, 4)), "tracker"
    trackers = [ballot["tracker"] for ballot in ballots]
    assert trackers == sorted(set(trackers)) and words == sorted(set(words)), "order"
    # 4.5
    names(box["issued"], "slips tokens by_token")
    printed, signed, by_token = (box["issued"][name] for name in ("slips", "tokens", "by_token"))
    assert 0 <= by_token <= signed and 0 <= len(ballots) - by_token <= printed, "more ballots than were issued"
    sealed = digest("sealed 2", context, printed, signed, by_token, len(ballots), *digests, len(words), *map(raw, words))
    assert sealed == raw(box["sealed"]) and known in (None, box["sealed"]), "sealed"
    # 4.6
    sums = [[(ZERO, ZERO)] * len(q["options"]) for q in questions]
    for ballot in ballots:
        pairs = [[(point(o["a"]), point(o["b"])) for o in answer["options"]] for answer in ballot["answers"]]
        whole = digest("ciphertexts", context, len(pairs),
                       *(x for row in pairs for x in (len(row), *(p for pair in row for p in pair))))
        for q, (answer, row) in enumerate(zip(ballot["answers"], pairs)):
            for o, (option, (a, b)) in enumerate(zip(answer["options"], row)):
                c0, s0, c1, s1 = map(number, option["bit"])
                sides = [minus(s0, G, c0, a), minus(s0, y, c0, b),
                         minus(s1, G, c1, a), minus(s1, y, c1, add(b, neg(G)))]
                assert (c0 + c1) % L == challenge("bit", whole, q, o, *sides), "a bit of " + ballot["tracker"]
                sums[q][o] = total([sums[q][o], (a, b)])
            a, b = total(row)
            c, s = map(number, answer["sum"])
            sides = [minus(s, G, c, a), minus(s, y, c, add(b, neg(G)))]
            assert c == challenge("sum", whole, q, *sides), "a sum of " + ballot["tracker"]
    # 4.7
    if box["outcome"] is None:
        assert digest("box 2", sealed, 0) == raw(box["digest"]), "digest"
        return None
    return opened(box, sealed, sums, shares)


def opened(box, sealed, sums, shares):
    outcome, ballots = box["outcome"], box["ballots"]
    names(outcome, "slips paper openings result")
    slips, paper, openings, result = (outcome[name] for name in ("slips", "paper", "openings", "result"))
    names(slips, "spoiled unreturned")
    names(paper, "ballots counts")
    # 4.8
    for rows in (paper["counts"], result):
        assert list(map(len, rows)) == list(map(len, sums)) and all(n >= 0 for row in rows for n in row), "shape"
    assert all(sum(row) <= paper["ballots"] for row in paper["counts"]), "paper"
    assert min(slips.values()) >= 0, "slips"
    by_slip = len(ballots) - box["issued"]["by_token"]
    assert box["issued"]["slips"] == by_slip + paper["ballots"] + slips["spoiled"] + slips["unreturned"], "balance"
    # 4.9
    who = [opening["trustee"] for opening in openings]
    assert who == sorted(set(who)) and set(who) <= set(shares) and len(who) >= box["key"]["needed"], "trustees"
    left = [[b for _, b in row] for row in sums]
    fields = [len(openings)]
    for opening in openings:
        names(opening, "trustee shares")
        i = opening["trustee"]
        assert list(map(len, opening["shares"])) == list(map(len, sums)), "opening"
        weight = 1
        for j in who:
            weight = weight * (j * pow(j - i, -1, L) if j != i else 1) % L
        fields += [i, len(opening["shares"])]
        for q, row in enumerate(opening["shares"]):
            fields.append(len(row))
            for o, share in enumerate(row):
                names(share, "point proof")
                d, (c, s), a = point(share["point"]), map(number, share["proof"]), sums[q][o][0]
                sides = [minus(s, G, c, shares[i]), minus(s, a, c, d)]
                assert c == challenge("opening", sealed, i, q, o, a, d, *sides), f"the opening of trustee {i}"
                left[q][o] = add(left[q][o], times(-weight, d))
                fields += [raw(share["point"]), *map(raw, share["proof"])]
    # 4.10
    multiples = {encode(times(n, G)): n for n in range(len(ballots) + 1)}
    cast = [[multiples[encode(p)] for p in row] for row in left]
    assert result == [[n + m for n, m in zip(*rows)] for rows in zip(cast, paper["counts"])], "result"
    # 4.11
    everything = digest("box 2", sealed, 1, slips["spoiled"], slips["unreturned"], paper["ballots"],
                        *table(paper["counts"]), *fields, *table(result))
    assert everything == raw(box["digest"]), "digest"
    return cast, result


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = check(file.read(), *sys.argv[2:3])
    print(json.dumps({"cast": found[0], "result": found[1]} if found else "in order, not opened"))
