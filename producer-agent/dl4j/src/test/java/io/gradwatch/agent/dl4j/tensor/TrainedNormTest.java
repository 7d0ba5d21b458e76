package io.gradwatch.agent.dl4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.agent.dl4j.Networks;
import io.gradwatch.agent.dl4j.network.Network;
import io.gradwatch.agent.dl4j.network.ParameterLayout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class TrainedNormTest {
    private final MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
    private final long parameters = network.numParams();
    private final TrainedNorm norm = new TrainedNorm(ParameterLayout.of(Network.of(network)));

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void allTypes_haveTheirNorm(DataType type) {
        INDArray flat = Nd4j.valueArrayOf(new long[] {parameters}, 2.0).castTo(type);
        assertThat(norm.of(flat)).isCloseTo(2 * Math.sqrt(parameters), within(1e-5));
    }

    @Test
    void valuesBeyondTheRangeOfFloatSquares_keepTheirNorm() {
        assertThat(norm.of(filled(1e30f))).isCloseTo(1e30 * Math.sqrt(parameters), within(1e24));
        assertThat(norm.of(filled(1e-30f))).isCloseTo(1e-30 * Math.sqrt(parameters), within(1e-36));
        assertThat(norm.of(filled(0))).isZero();
    }

    @Test
    void nonFiniteElements_makeTheNormWhatTheyAre() {
        INDArray flat = filled(1);
        flat.putScalar(3, Float.POSITIVE_INFINITY);
        assertThat(norm.of(flat)).isEqualTo(Double.POSITIVE_INFINITY);
        flat.putScalar(9, Float.NaN);
        assertThat(norm.of(flat)).isNaN();
    }

    private INDArray filled(float value) {
        return Nd4j.valueArrayOf(new long[] {parameters}, value).castTo(DataType.FLOAT);
    }
}
