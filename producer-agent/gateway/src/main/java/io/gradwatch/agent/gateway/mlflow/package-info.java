/**
 * The part of MLflow's REST interface that training jobs write to:
 * {@link io.gradwatch.agent.gateway.mlflow.MlflowRuns}.
 */
package io.gradwatch.agent.gateway.mlflow;
