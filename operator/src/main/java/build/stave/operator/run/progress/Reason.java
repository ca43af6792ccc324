package build.stave.operator.run.progress;

/**
 * Reasons that the operator gives, beside those of the builder's outcomes. They are part of the
 * API: conditions, failures, Events and metrics carry them.
 */
public enum Reason {
  /** Nothing is in the way; the pod is being started. */
  Pending,
  /** The pod looks which commit is built. */
  Resolving,
  /** The pod builds. */
  Building,
  /** The pods have ended or are being ended; the Job is about to say how. */
  Finishing,
  /** A pod failed, and another follows. */
  Retrying,
  /** Somebody suspended the Job, such as a queue. */
  Suspended,
  /** It was asked to end; its pod is ending. */
  Cancelling,
  /** It ended as it was asked to. */
  Cancelled,
  /** The image is in the registry. */
  Succeeded,
  /** No node takes the pod. */
  Unschedulable,
  /** A Secret that the build names is not there. */
  SecretNotFound,
  /** A ConfigMap that the build names is not there. */
  ConfigMapNotFound,
  /** A volume cannot be mounted for another cause. */
  MountFailed,
  /** The builder's image cannot be pulled. */
  ImagePullFailed,
  /** The node cannot start the pod or its container. */
  PodStartFailed,
  /** The namespace's Pod Security level does not admit builder pods. */
  PodSecurityForbidden,
  /** A quota of the namespace is used up. */
  QuotaExceeded,
  /** An admission policy refuses the pod or the Job. */
  PodForbidden,
  /** The API server finds the Job invalid. */
  JobInvalid,
  /** An object that is not the run's has its name. */
  NameTaken,
  /** The Job is gone, and nobody saw its outcome. */
  JobDeleted,
  /** The timeout passed. */
  DeadlineExceeded,
  /** The container used more memory than its limit. */
  OutOfMemory,
  /** The node needed what the pod used, or the pod used more than it may. */
  Evicted,
  /** The pod was removed by something other than the build. */
  PodLost,
  /** The builder ended without a word. */
  BuilderFailed,
  /** The builder succeeded, but nobody read which image it pushed. */
  OutcomeLost
}
