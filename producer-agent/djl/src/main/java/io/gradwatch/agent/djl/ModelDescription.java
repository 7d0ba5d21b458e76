package io.gradwatch.agent.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.loss.L1Loss;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.util.Pair;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.schema.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a run by its trainer and the output of its first batch. */
final class ModelDescription {

    private ModelDescription() {}

    /** The description completed with what the trainer shows; what {@code given} says already stays. */
    static RunDescription complete(
            RunDescription given, Trainer trainer, NDList predictions, TrainingListenerSettings settings) {
        return given.completedBy(RunDescription.builder()
                .framework("djl")
                .frameworkVersion(engine(trainer))
                .hyperparameters(hyperparameters(trainer, settings))
                .layers(layers(trainer.getModel().getBlock()))
                .classes(classes(trainer.getLoss(), predictions))
                .objective(objective(trainer.getLoss()))
                .build());
    }

    private static String engine(Trainer trainer) {
        return trainer.getManager().getEngine().toString();
    }

    private static Map<String, String> hyperparameters(Trainer trainer, TrainingListenerSettings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("loss", trainer.getLoss().getName());
        if (settings.optimizer() != null) {
            values.put("optimizer", settings.optimizer().getClass().getSimpleName());
        }
        values.put("devices", Arrays.toString(trainer.getDevices()));
        values.put("dataType", String.valueOf(trainer.getModel().getDataType()));
        values.put(
                "parameters",
                Long.toString(trainer.getModel().getBlock().getParameters().values().stream()
                        .mapToLong(ModelDescription::elements)
                        .sum()));
        return values;
    }

    private static long elements(Parameter parameter) {
        return parameter.isInitialized() ? parameter.getShape().size() : 0;
    }

    /** Blocks without blocks in them, by the names that the parameters begin with. */
    private static List<Layer> layers(Block block) {
        List<Layer> layers = new ArrayList<>();
        addLayers("", block, layers);
        return layers;
    }

    private static void addLayers(String name, Block block, List<Layer> layers) {
        long trained = block.getDirectParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(ModelDescription::elements)
                .sum();
        if (block.getChildren().isEmpty() || trained > 0) {
            layers.add(new Layer(name, type(block), trained, ""));
        }
        for (Pair<String, Block> child : block.getChildren()) {
            addLayers(name.isEmpty() ? child.getKey() : name + "_" + child.getKey(), child.getValue(), layers);
        }
    }

    private static String type(Block block) {
        return block instanceof LambdaBlock lambda && !LambdaBlock.DEFAULT_NAME.equals(lambda.getName())
                ? lambda.getName()
                : block.getClass().getSimpleName();
    }

    private static String objective(Loss loss) {
        if (loss instanceof SoftmaxCrossEntropyLoss || loss instanceof SigmoidBinaryCrossEntropyLoss) {
            return "classification";
        }
        return loss instanceof L1Loss || loss instanceof L2Loss ? "regression" : null;
    }

    /** The width of an output with one row for each example. */
    private static Integer classes(Loss loss, NDList predictions) {
        if (!(loss instanceof SoftmaxCrossEntropyLoss) || predictions == null || predictions.isEmpty()) {
            return null;
        }
        Shape shape = predictions.get(0).getShape();
        return shape.dimension() == 2 && shape.get(1) > 1 ? Integer.valueOf((int) shape.get(1)) : null;
    }
}
