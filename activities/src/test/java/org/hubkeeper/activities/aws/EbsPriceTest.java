package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Volume;

class EbsPriceTest {

  @ParameterizedTest
  @CsvSource({
    "gp2,      100, 300,    , 10.00",
    "gp3,      100, 3000, 125, 8.00",
    "gp3,      100, 4000, 225, 17.00",
    "io1,      100, 1000,   , 77.50",
    "io2,      100, 1000,   , 77.50",
    "io2,      100, 40000,  , 2456.50",
    "io2,      100, 70000,  , 3739.60",
    "st1,      500,     ,   , 22.50",
    "sc1,      500,     ,   , 7.50",
    "standard, 100,     ,   , 5.00",
    "gp9,      100,     ,   , 10.00",
  })
  void theMonthlyPriceIsThatOfTypeSizeAndSpeed(
      String type, int size, Integer iops, Integer throughput, double usd) {
    Volume volume =
        Volume.builder().volumeType(type).size(size).iops(iops).throughput(throughput).build();

    assertThat(EbsPrice.monthlyUsd(volume)).isEqualTo(usd);
  }
}
