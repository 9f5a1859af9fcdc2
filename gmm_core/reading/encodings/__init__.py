"""In which encoding is a text written? What of its bytes is no text?"""
