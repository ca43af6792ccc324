package build.stave.engine;

import build.stave.dockerfile.Dockerfile;
import build.stave.snapshot.Build;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * What all stages of one build share.
 *
 * @param dockerfile parsed
 * @param work the build's folder, snapshots and mounts
 * @param images images that the build reads
 * @param stages results of other stages
 * @param times that files and configuration show
 * @param vertices units of work
 * @param threads one a task
 * @param clock of the machine
 */
record BuildContext(
    Dockerfile dockerfile,
    Build work,
    Images images,
    Stages stages,
    Timestamps times,
    Vertices vertices,
    ExecutorService threads,
    Clock clock) {}
