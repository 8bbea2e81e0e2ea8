"""Short names that cooperatives make of their own: "Kosejus" of Sejahtera Usaha, "KBPM" of four words."""

from __future__ import annotations

from collections.abc import Sequence


def is_short_for(word: str, tokens: Sequence[str]) -> bool:
    """Whether `word` is made of beginnings of `tokens` in their order.

    Either "ko" or "kop" and then beginnings (some tokens may be left out), or the first letters of at
    least three neighbouring tokens, with or without a k in front.
    """
    if not word.isalpha() or not tokens:
        return False
    if word.startswith("ko") and len(word) >= 4:
        bodies = [word[2:]] + ([word[3:]] if word.startswith("kop") else [])
        if any(_spells(body, tokens) for body in bodies if body):
            return True
    if len(word) < 3:
        return False
    initials = "".join(token[0] for token in tokens)
    return word in initials or (len(word) > 3 and word[0] == "k" and word[1:] in initials)


def _spells(body: str, tokens: Sequence[str]) -> bool:
    """Whether `body` can be cut into beginnings of some of `tokens`, in order."""
    reached = {0}
    for token in tokens:
        further = set()
        for start in reached:
            for length in range(1, min(len(token), len(body) - start) + 1):
                if body[start : start + length] != token[:length]:
                    break
                further.add(start + length)
        reached |= further
    return len(body) in reached
