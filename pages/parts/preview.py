"""A paper on the screen, as it will stand in the Word file: read, not edited."""

from collections.abc import Sequence

import streamlit as st

from etl.outputs.papers.blocks import MOTTO, NATION, RECIPIENTS, Block, Break, Heading, Item, Letter, Paragraph, Table
from pages.parts.formatting import plain


def show(letter: Letter) -> None:
    """The whole paper, from its letterhead to the appendices."""
    left, right = st.columns(2)
    left.markdown(f"**{plain(letter.issuer)}**  \n{plain(letter.number)}", text_alignment="center")
    right.markdown(
        f"**{NATION}**  \n**{MOTTO}**  \n*{plain(letter.place_and_day)}*",
        text_alignment="center",
    )
    st.markdown(f"**{plain(letter.kind)}**  \n**{plain(letter.subject)}**", text_alignment="center")
    st.markdown(_markdown(letter.body))
    left, right = st.columns(2)
    recipients = "  \n".join(plain(f"- {text};") for text in letter.recipients)
    left.caption(f"***{RECIPIENTS}***  \n{recipients}")
    right.markdown(
        f"**{plain(letter.on_behalf)}**  \n**{plain(letter.signer_title)}**\n\n**{plain(letter.signer)}**",
        text_alignment="center",
    )
    if letter.appendix:
        st.markdown(_markdown(letter.appendix))


def _markdown(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"**{plain(block.text)}**"
    if isinstance(block, Paragraph):
        return plain(block.text)
    if isinstance(block, Item):
        return f"- {plain(block.text)}"
    if isinstance(block, Break):
        return "---"
    return _table(block)


def _table(table: Table) -> str:
    lines = [
        [_cell(column.heading) for column in table.columns],
        ["--:" if column.is_figure else "---" for column in table.columns],
        *([_cell(text) for text in row] for row in table.rows),
    ]
    return f"*{plain(table.caption)}*\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return plain(" · ".join(part for part in text.splitlines() if part)) or " "
