package build.stave.operator.run;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.event.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Carries a run out. */
@ControllerConfiguration(name = "imagebuildrun")
public final class ImageBuildRunReconciler implements Reconciler<ImageBuildRun> {

  /** A reconciler that makes builder pods by those settings. */
  public ImageBuildRunReconciler(
      KubernetesClient client,
      EventRecorder events,
      BuilderSettings builder,
      Clock clock,
      MeterRegistry metrics) {}

  @Override
  public UpdateControl<ImageBuildRun> reconcile(ImageBuildRun run, Context<ImageBuildRun> context) {
    return UpdateControl.noUpdate();
  }
}
