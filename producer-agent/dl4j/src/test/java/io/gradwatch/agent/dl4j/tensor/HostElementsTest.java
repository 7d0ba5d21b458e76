package io.gradwatch.agent.dl4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.agent.listener.TensorMoments;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostElementsTest {
    private static final INDArray MATRIX =
            Nd4j.linspace(DataType.FLOAT, -7, 0.03, 90 * 100).reshape(90, 100);

    static Stream<INDArray> arrays() {
        INDArray columns = MATRIX.get(NDArrayIndex.all(), NDArrayIndex.interval(3, 20));
        return Stream.of(
                MATRIX,
                MATRIX.dup('f'),
                MATRIX.transpose(),
                MATRIX.get(NDArrayIndex.interval(5, 60), NDArrayIndex.all()),
                columns,
                columns.transpose(),
                MATRIX.getColumn(7),
                MATRIX.getRow(7),
                MATRIX.get(NDArrayIndex.interval(0, 3, 90), NDArrayIndex.all()),
                MATRIX.reshape(9, 10, 100).permute(2, 0, 1),
                MATRIX.getRow(2).broadcast(4, 100),
                MATRIX.castTo(DataType.DOUBLE),
                MATRIX.castTo(DataType.DOUBLE).getColumn(3),
                MATRIX.castTo(DataType.HALF),
                MATRIX.castTo(DataType.BFLOAT16).getColumn(3),
                MATRIX.castTo(DataType.INT),
                Nd4j.scalar(3.5f));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void everyElement_isSeenOnceWhateverTheLayout(INDArray array) {
        TensorMoments moments = new TensorMoments();
        HostElements.of(array).addTo(moments, 0, array.length());
        INDArray expected = array.castTo(DataType.DOUBLE).dup('c');
        double sum = 0;
        double squares = 0;
        for (long i = 0; i < expected.length(); i++) {
            sum += expected.getDouble(i);
            squares += expected.getDouble(i) * expected.getDouble(i);
        }
        assertThat(moments.elements()).isEqualTo(array.length());
        assertThat(moments.mean()).isCloseTo(sum / array.length(), within(1e-9));
        assertThat(moments.l2Norm()).isCloseTo(Math.sqrt(squares), within(1e-9 * Math.sqrt(squares)));
        assertThat(moments.minimum()).isEqualTo(expected.minNumber().doubleValue());
        assertThat(moments.maximum()).isEqualTo(expected.maxNumber().doubleValue());
    }

    @Test
    void range_startsWhereItIsAsked() {
        TensorMoments moments = new TensorMoments();
        INDArray flat = Nd4j.arange(10_000).castTo(DataType.FLOAT);
        HostElements.of(flat.get(NDArrayIndex.interval(1_000, 9_000))).addTo(moments, 500, 5_000);
        assertThat(moments.minimum()).isEqualTo(1_500);
        assertThat(moments.maximum()).isEqualTo(6_499);
    }

    @Test
    void emptyArray_hasNoElements() {
        TensorMoments moments = new TensorMoments();
        HostElements.of(Nd4j.empty(DataType.FLOAT)).addTo(moments, 0, 0);
        assertThat(moments.elements()).isZero();
    }
}
