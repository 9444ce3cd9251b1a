"""Relations between persons: what the inverse of each is called, and whom each law takes as close."""

from __future__ import annotations

INVERSE = {
    "spouse": "spouse",
    "parent": "child",
    "child": "parent",
    "sibling": "sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "parent_in_law": "child_in_law",
    "child_in_law": "parent_in_law",
    "spouse_of_sibling": "sibling_of_spouse",
    "sibling_of_spouse": "spouse_of_sibling",
    "parent_of_child_in_law": "parent_of_child_in_law",
    "other": "other",
}
# The exchanges' close family; a child only when of age.
CLOSE_FAMILY = frozenset({
    "spouse", "child", "child_in_law", "parent", "parent_in_law", "sibling", "spouse_of_sibling",
    "sibling_of_spouse", "parent_of_child_in_law",
})  # fmt: skip
# Company Law art. 182, as the Civil ProblemCode art. 1045 names them.
NEAR_RELATIVES = frozenset({"spouse", "parent", "child", "sibling", "grandparent", "grandchild"})
# CAS 36: who may influence the person, or be influenced, in dealings with the firm.
INFLUENCED_FAMILY = frozenset({"spouse", "parent", "child", "sibling"})
# Announcement 42 of 2016 of the tax administration: spouse, direct line, siblings.
POOLED_FAMILY = frozenset({"spouse", "parent", "child", "sibling", "grandparent", "grandchild"})
