from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "图片与文件"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from communities.lifecycle import Observer, registry
        from communities.policies.addresses import open_namespace
        from communities.policies.collections import MembershipCollectionPermissionPolicy
        from media import holdings, receivers, sizes  # noqa: F401 - they register themselves
        from media.attachments import sweeping  # noqa: F401 - it registers itself
        from media.folders import add_shared_folder, shared_folders
        from media.models import Document, Image
        from media.tables import wagtail_exports

        # `exact_class`, because Wagtail's own apps come later and register theirs for the same classes.
        for model, auth_model in ((Image, "wagtailimages.Image"), (Document, "wagtaildocs.Document")):
            policy = MembershipCollectionPermissionPolicy(
                model._meta.label, auth_model=auth_model, shared_folders=shared_folders
            )
            register_permission_policy(model, policy, exact_class=True)
        wagtail_exports.install()
        # These views ask for the user's folders, or whether they keep order.
        open_namespace("file_space")
        open_namespace("held_files")
        registry.register("media")(Observer(bodies_added=add_shared_folder))
