package io.postrider.sender.compose.sign;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * For native images only: Amazon's provider tests itself before its first use, its HMAC through a provider that it creates ad hoc.
 * An image knows no provider but those of its build, so that test fails and takes all the others with it. Nothing
 * here uses HMAC; what signs is tested by AWS-LC's own self-test, which is left alone.
 */
@TargetClass(className = "com.amazon.corretto.crypto.provider.EvpHmac")
final class AmazonSelfTestInImage {
    @Substitute
    private static Result runSelfTest(String algorithm, Class<?> implementation) {
        return Result.PASS_RESULT;
    }

    @TargetClass(className = "com.amazon.corretto.crypto.provider.SelfTestResult")
    static final class Result {
        @Alias
        static Result PASS_RESULT;
    }
}
