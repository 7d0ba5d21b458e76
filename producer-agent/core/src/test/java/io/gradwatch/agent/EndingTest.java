package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.clean.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 2.00 GiB",
                "CUDNN_STATUS_ALLOC_FAILED",
                "Physical memory usage is too high: physicalBytes (8G) > maxPhysicalBytes (8G)",
                "Failed to allocate 4294967296 bytes from DEVICE [0] memory",
                "cudaErrorMemoryAllocation (2)"
            })
    void whatNativesSay_isOutOfMemory(String message) {
        assertThat(Ending.failed(new RuntimeException("step failed", new RuntimeException(message)))
                        .kind())
                .isEqualTo(Ending.Kind.OUT_OF_MEMORY);
    }

    @Test
    void outOfMemoryErrorBelow_isOutOfMemory() {
        Ending ending = Ending.failed(new RuntimeException(new OutOfMemoryError("Java heap space")));
        assertThat(ending.kind()).isEqualTo(Ending.Kind.OUT_OF_MEMORY);
        assertThat(ending.exception()).isEqualTo("java.lang.RuntimeException");
    }

    @Test
    void otherException_isAFailureWithItsMessageCut() {
        Ending ending = Ending.failed(new IllegalStateException("x".repeat(1 << 20)));
        assertThat(ending.kind()).isEqualTo(Ending.Kind.FAILED);
        assertThat(ending.message()).hasSize(Limits.VALUE_CHARACTERS);
    }

    @Test
    void unknownCause_isAFailure() {
        assertThat(Ending.failed(null).kind()).isEqualTo(Ending.Kind.FAILED);
    }

    @Test
    void exceptionThatCannotSayItsMessage_isAFailureWithoutOne() {
        Ending ending = Ending.failed(new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        });
        assertThat(ending.kind()).isEqualTo(Ending.Kind.FAILED);
        assertThat(ending.message()).isNull();
    }
}
