/** Curves of other runs that a run is compared with. */
package io.gradwatch.agent.logs.curves;
