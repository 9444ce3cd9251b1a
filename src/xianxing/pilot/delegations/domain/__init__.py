"""What can be done: give a delegation, accept or decline it, revoke it, lay it down."""
