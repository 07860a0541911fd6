"""Any JSON value, odd ones among them, and every place in a schema that one may be put at."""

from hypothesis import strategies as st

from support.date_times import PARTS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
ODD = st.one_of(
    JSON,
    PARTS,
    st.sampled_from(
        [
            2**31 - 1,
            2**31,
            -(2**31) - 1,
            2**63,
            10**308,
            10**400,
            5.0,
            -0.0,
            1e18,
            2147483647.5,
            float(2**53),
            2**53 + 1,
            "\U0001f600" * 256,
            "a" * 256,
            "s3://a/b\n",
            "\ud800",
            "COMPLETED",
        ]
    ),
    st.text(alphabet=st.characters(categories=["Cs", "Lu", "Cc", "So"]), max_size=300),
)


def walk(schema, steps=()):
    yield steps
    for name, inner in schema.get("properties", {}).items():
        yield from walk(inner, (*steps, name))
    if "items" in schema:
        yield from walk(schema["items"], (*steps, 0))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from walk(schema["additionalProperties"], (*steps, "k"))
