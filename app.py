"""GMM Lab. Started, the server; run for a page, navigation, sidebar and the page asked for."""

import streamlit as st

if __name__ == "__main__":  # as Streamlit runs it for a page
    from dashboard.look import messages
    from dashboard.look.navigation import navigation
    from dashboard.look.theme import apply_styles
    from dashboard.server import odd_messages, refused_values
    from dashboard.sidebar import sidebar
    from dashboard.source import assistant, bring, canvas
    from dashboard.state import address, current, opening

    opening.carry_out()
    address.begin()
    page = navigation()
    here = page.url_path or "step"
    opening.land(here)
    apply_styles()
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="title"):
        st.title(page.title, width="stretch")
        beside = st.container(width="content")
    refused_values.say()
    odd_messages.say()
    with (
        current.in_link(here),
        messages.shown(),
        canvas.shown(page.title),
        assistant.shown(beside),
    ):
        sidebar.sidebar(here)
        if here == "step":
            bring.offer(beside)
        page.run()
else:  # as `streamlit run` loads it once
    from starlette.middleware import Middleware

    from dashboard.browser import library
    from dashboard.server import FirstPage, FrontDoor, Smaller, begin, faults, kept_up

    begin()
    library.begin()
    passed = [Middleware(FrontDoor), Middleware(Smaller), Middleware(FirstPage)]
    app = st.App(__file__, middleware=passed, lifespan=kept_up, on_script_error=faults.say)
