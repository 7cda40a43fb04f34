def settle(current, chosen, guesses, text, default="cs"):
    if chosen and current: return current
    return guesses[0].code or current or default
