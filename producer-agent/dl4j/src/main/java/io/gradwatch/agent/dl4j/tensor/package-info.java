/** Statistics of ND4J arrays. */
package io.gradwatch.agent.dl4j.tensor;
