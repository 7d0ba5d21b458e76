/** Layers, parameters and configuration of a DL4J network. */
package io.gradwatch.agent.dl4j.network;
