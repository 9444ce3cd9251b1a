"""The app of public notices, of what the public says to them, and of the register."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, comments on them, and the register: made with the acts of the procedure that mean them."""

    name = "xianxing.pilot.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the acts that mean something here; have audit, key rotation and secrecy stops know of it."""
        from xianxing.pilot.acts.event_readers import of_the_parties, register_event_readers
        from xianxing.pilot.acts.offers import register_after_end
        from xianxing.pilot.cases.domain.after_end import performed_after_end
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.publications import register_publication
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.notices.domain.following import follow, still_shown
        from xianxing.pilot.notices.domain.sealing import about_comment, about_comment_file, answers
        from xianxing.pilot.notices.models import Erratum
        from xianxing.pilot.notices.publications import EXTENSIONS, NOTICES, PROJECTS, TAKE_DOWNS
        from xianxing.pilot.notices.secrecy import HOLDER
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept
        from xianxing.procedure.meanings import Means

        register_event_readers(of_the_parties, Erratum)
        performed.connect(follow, dispatch_uid="notices")
        performed_after_end.connect(follow, dispatch_uid="notices")
        register_after_end(Means.TAKE_DOWN, lambda view: still_shown(view.case))
        for kind in (NOTICES, EXTENSIONS, PROJECTS, TAKE_DOWNS):
            register_publication(kind)
        comments = SealedValues(
            "notices.PublicComment", "sealed", lambda row: about_comment(row.number), answers
        )
        register_kept(comments)
        files = SealedValues(
            "notices.CommentFile", "sealed",
            lambda row: about_comment_file(row.comment.number, row.place), answers,
        )  # fmt: skip
        register_kept(files)
        register_holder(HOLDER)
