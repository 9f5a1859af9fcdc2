"""GMM Lab. Started, the server; run for a page, navigation, sidebar and the page asked for."""

import streamlit as st

if __name__ == "__main__":  # as Streamlit runs it for a page
    from dashboard.look import messages
    from dashboard.look.navigation import navigation
    from dashboard.look.theme import apply_styles
    from dashboard.sidebar import sidebar
    from dashboard.source import assistant, canvas
    from dashboard.state import address, current

    address.begin()
    page = navigation()
    apply_styles()
    st.title(page.title)
    here = page.url_path or "step"
    with (
        current.in_link(here),
        messages.shown(),
        canvas.shown(page.title),
        assistant.shown(),
    ):
        sidebar.sidebar(here)
        page.run()
else:  # as `streamlit run` loads it once
    from starlette.middleware import Middleware

    from dashboard.server import FirstPage, FrontDoor, Smaller, discreet_log, seen_off

    discreet_log.begin()
    passed = [Middleware(FrontDoor), Middleware(Smaller), Middleware(FirstPage)]
    app = st.App(__file__, middleware=passed, lifespan=seen_off)
