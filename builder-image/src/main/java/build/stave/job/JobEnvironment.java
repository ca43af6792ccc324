package build.stave.job;

import build.stave.problem.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a job finds where it runs.
 *
 * @param files of the pod
 * @param store folder of base images and of work in progress
 * @param clock of the machine
 * @param isolation says what is missing for steps to be kept apart as mode Nested does
 * @param version of Stave, for servers
 * @param warnings takes what registries want people to read; from several threads
 */
public record JobEnvironment(
    PodFiles files,
    Path store,
    Clock clock,
    Supplier<Optional<Problem>> isolation,
    String version,
    Consumer<String> warnings) {}
