import CIPS3DModel
import Foundation
import Testing

/// First numbers of a seed's stream, recorded from a separate program in Python.
struct LatentFixture: Sendable {
    let seed: UInt64
    let stream: LatentGenerator.Stream
    /// The first two raw numbers.
    let bits: [UInt64]
    /// The first four normal numbers in double precision, as bit patterns.
    let doubles: [UInt64]
    /// The same in single precision, with the logarithm taken by mpmath at 400 bits.
    let floats: [UInt32]
}

private let fixtures = [
    LatentFixture(
        seed: 0, stream: .shape, bits: [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a],
        doubles: [
            0x3fe3_23a8_2a4b_c9e5, 0x3ff7_6a54_f2c0_effa, 0xbfec_a445_408b_789a,
            0xbfc8_1270_d2dd_bad5,
        ],
        floats: [0x3f19_1d41, 0x3fbb_52a8, 0xbf65_222a, 0xbe40_9387]),
    LatentFixture(
        seed: 0, stream: .appearance, bits: [0x3762_15ed_c846_d62c, 0x57c0_611d_e835_0ca7],
        doubles: [
            0xbff2_6a2f_0dc1_57e8, 0xbfe4_69c1_13a6_437c, 0xbff1_1f3a_d06a_a135,
            0xbfa2_9c49_45ef_7611,
        ],
        floats: [0xbf93_5178, 0xbf23_4e09, 0xbf88_f9d7, 0xbd14_e24a]),
    LatentFixture(
        seed: 7, stream: .shape, bits: [0xb358_faf7_4ef9_765a, 0x475c_3d96_4f48_2cd2],
        doubles: [
            0x3fee_dc0d_635e_ea0b, 0xbff1_0522_12a3_0fde, 0xbfd3_7397_5591_6c21,
            0xbff1_9560_dad0_2138,
        ],
        floats: [0x3f76_e06b, 0xbf88_2911, 0xbe9b_9cbb, 0xbf8c_ab07]),
    LatentFixture(
        seed: 7, stream: .appearance, bits: [0x1566_17fd_83df_2a74, 0x1ccb_4975_f3ae_6cbc],
        doubles: [
            0x3fe3_a4d5_2e54_bd37, 0xbfe5_4a8f_9ef5_ac5f, 0x3fe7_6371_5639_f0f6,
            0xbfe4_facb_7a10_3f78,
        ],
        floats: [0x3f1d_26a9, 0xbf2a_547d, 0x3f3b_1b8b, 0xbf27_d65c]),
    LatentFixture(
        seed: .max, stream: .shape, bits: [0x8f55_20d5_2a7e_ad08, 0xc476_a018_caa1_802d],
        doubles: [
            0x3fd5_b0c9_3171_7ca1, 0x3ff8_36a0_190d_bfe8, 0x3fa9_4590_9294_8e09,
            0x3ffa_cda0_e058_3835,
        ],
        floats: [0x3ead_864a, 0x3fc1_b501, 0x3d4a_2c85, 0x3fd6_6d07]),
]

@Suite("Latent generator")
struct LatentGeneratorTests {
    @Test("the first numbers of a stream are the recorded ones", arguments: fixtures)
    func recorded(_ fixture: LatentFixture) {
        var raw = LatentGenerator(seed: fixture.seed, stream: fixture.stream)
        #expect([raw.next(), raw.next()] == fixture.bits)
        var normal = LatentGenerator(seed: fixture.seed, stream: fixture.stream)
        #expect((0..<4).map { _ in normal.nextNormal().bitPattern } == fixture.doubles)
        var single = LatentGenerator(seed: fixture.seed, stream: fixture.stream)
        #expect(single.nextNormals(4).map(\.bitPattern) == fixture.floats)
    }

    @Test("a uniform number is made of the upper 53 bits")
    func uniform() {
        var generator = LatentGenerator(seed: 0, stream: .shape)
        // 0x99ec5f36cb75f2b4 >> 11, times 2^-53.
        #expect(generator.nextUniform() == 0x1.33d8be6d96ebep-1)
    }

    @Test("moments of a million normal numbers are those of the distribution")
    func moments() {
        let count = 1_000_000
        var generator = LatentGenerator(seed: 1, stream: .shape)
        var sums = (first: 0.0, second: 0.0, third: 0.0, fourth: 0.0, lagged: 0.0)
        var (previous, largest) = (0.0, 0.0)
        for _ in 0..<count {
            let x = generator.nextNormal()
            sums.first += x
            sums.second += x * x
            sums.third += x * x * x
            sums.fourth += x * x * x * x
            sums.lagged += x * previous
            largest = max(largest, abs(x))
            previous = x
        }
        let n = Double(count)
        // Five standard errors of each estimate: sqrt(1, 2, 15, 96, 1 over n).
        #expect(abs(sums.first / n) < 5 * (1 / n).squareRoot())
        #expect(abs(sums.second / n - 1) < 5 * (2 / n).squareRoot())
        #expect(abs(sums.third / n) < 5 * (15 / n).squareRoot())
        #expect(abs(sums.fourth / n - 3) < 5 * (96 / n).squareRoot())
        #expect(abs(sums.lagged / n) < 5 * (1 / n).squareRoot())
        // A million draws stay below 4 with probability e^-63, beyond 7 with 3e-6.
        #expect(largest > 4 && largest < 7)
    }

    @Test("streams of a seed and seeds of a stream are uncorrelated")
    func independence() {
        let count = 100_000
        func normals(_ seed: UInt64, _ stream: LatentGenerator.Stream) -> [Float] {
            var generator = LatentGenerator(seed: seed, stream: stream)
            return generator.nextNormals(count)
        }
        let first = normals(7, .shape)
        let others = [normals(7, .appearance), normals(8, .shape), normals(7, .meanShape)]
        for other in others {
            let product = zip(first, other).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            // Five standard errors of a correlation that is 0.
            #expect(abs(product / Double(count)) < 5 / Double(count).squareRoot())
        }
    }

    @Test("the logarithm agrees with the system's to 1e-15 of its value")
    func logarithm() {
        var generator = LatentGenerator(seed: 2, stream: .shape)
        var worst = 0.0
        for i in 0..<200_000 {
            // Near 1 from both sides, where cancellation would show, and over all magnitudes.
            let step = generator.nextUniform() * pow(10, -Double(i % 16))
            let candidates = [
                1 - step, 1 + step, pow(2, 600 * (generator.nextUniform() - 0.5)),
            ]
            for x in candidates where x > 0 && x != 1 {
                worst = max(worst, abs(portableLogarithm(x) / log(x) - 1))
            }
        }
        #expect(worst < 1e-15)
        #expect(portableLogarithm(1) == 0)
        #expect(portableLogarithm(.leastNormalMagnitude) == log(Double.leastNormalMagnitude))
    }
}
