package io.postrider.sender.compose.sign;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * For native images only: Amazon's provider tests itself before its first use, its HMAC through a provider that it
 * creates ad hoc. An image only has the providers known at build time, so that test fails and all the others fail with
 * it. We do not use its HMAC; AWS-LC's own self-test, which still runs, covers the signatures.
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
