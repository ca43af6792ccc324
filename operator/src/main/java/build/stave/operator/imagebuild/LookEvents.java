package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.operator.git.GitLooks;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;

/**
 * Has an ImageBuild reconciled when a look has ended, and forgets looks for those that are gone.
 */
final class LookEvents extends SimpleInboundEventSource<ImageBuild>
    implements ResourceEventAware<ImageBuild> {
  private final GitLooks looks;

  LookEvents(GitLooks looks) {
    super("looks");
    this.looks = looks;
  }

  void ended(ResourceID build) {
    if (isRunning()) {
      propagateEvent(build);
    }
  }

  @Override
  public void onResourceDeleted(ImageBuild build) {
    looks.forget(build.getMetadata().getUid());
  }
}
