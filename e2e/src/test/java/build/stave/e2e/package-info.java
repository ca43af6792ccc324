/**
 * An installed Stave on a real cluster: what a person applies, and what they then see. {@code
 * e2e/run} brings the cluster up, installs the chart and runs these tests.
 */
@NullMarked
package build.stave.e2e;

import org.jspecify.annotations.NullMarked;
