package io.gradwatch.agent.dl4j.network;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The end of a network: what its loss means.
 *
 * @param loss function of the layer
 * @param outputs width of the layer, 0 where it does not say
 */
public record NetworkOutput(ILossFunction loss, long outputs) {
    private static final List<Class<? extends ILossFunction>> ONE_OF_MANY =
            List.of(LossMCXENT.class, LossNegativeLogLikelihood.class, LossSparseMCXENT.class);
    private static final List<Class<? extends ILossFunction>> REGRESSION = List.of(
            LossMSE.class,
            LossL2.class,
            LossL1.class,
            LossMAE.class,
            LossMAPE.class,
            LossMSLE.class,
            LossPoisson.class);

    /** All output layers among the layers of a network, empty where it has none that DL4J knows. */
    public static List<NetworkOutput> of(List<Layer> layers) {
        return layers.stream().map(NetworkOutput::of).filter(Objects::nonNull).toList();
    }

    private static NetworkOutput of(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return new NetworkOutput(output.getLossFn(), output.getNOut());
        }
        return layer instanceof LossLayer output ? new NetworkOutput(output.getLossFn(), 0) : null;
    }

    /** Classes to tell apart; null where the loss is not one of a classification. */
    public Integer classes() {
        if (ONE_OF_MANY.contains(loss.getClass()) && outputs > 1) {
            return Math.toIntExact(outputs);
        }
        return loss instanceof LossBinaryXENT && outputs == 1 ? Integer.valueOf(2) : null;
    }

    /** Meaning of the loss, in the words of the schema; null where the loss does not tell. */
    public String objective() {
        if (ONE_OF_MANY.contains(loss.getClass()) || loss instanceof LossBinaryXENT) {
            return "classification";
        }
        return REGRESSION.contains(loss.getClass()) ? "regression" : null;
    }
}
