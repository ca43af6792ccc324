/** What the machine measures: cgroups, processes, a registry, its own speed. */
@NullMarked
package build.stave.bench.machine;

import org.jspecify.annotations.NullMarked;
