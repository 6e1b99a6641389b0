import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import HeadPictures
import Testing

/// What only a trained model can tell.
@Suite("A trained model")
struct TrainedModelTests {
    /// The model that ships, or the one that `CIPS3D_MODEL` names.
    private let folder = {
        let named = ProcessInfo.processInfo.environment["CIPS3D_MODEL"].map { URL(filePath: $0) }
        let shipped = URL(filePath: #filePath).appending(path: "../../../Models/faces-64")
        return ModelFolder(url: named ?? shipped.standardized)
    }()

    @Test("both engines give it the same pictures")
    func engines() async throws {
        let (fused, torch) = (
            try FusedEngine(contentsOf: folder),
            TorchEngine(try Model(contentsOf: folder), threads: 2)
        )
        for (seed, psi) in zip(UInt64(0)..., [1, 0.7, 0, 1.2]) {
            let codes = HeadCodes(seed: seed, configuration: fused.configuration.generator)
            let camera = Camera(fused.configuration.camera, yaw: .degrees(20))
            let placement = SamplePlacement.jittered(seed: seed)
            let truncation = Truncation(psi: psi)
            let head = try await fused.head(codes, truncation: truncation)
            let request = PictureRequest(from: camera, size: 32, placement: placement)
            let mine = try await head.picture(request)
            let theirs = try await torch.head(codes, truncation: truncation).picture(request)
            // What the renderer promises of colours.
            let difference = zip(mine.color, theirs.color).map { abs($0 - $1) }.max()
            #expect(difference ?? .infinity <= 1e-4)
        }
    }

    @Test("bfloat16 is within 45 dB of float32", arguments: [64, 128])
    func narrow(_ size: Int) async throws {
        let renderers = try [Precision.float32, .bfloat16].map {
            try FusedEngine(contentsOf: folder, options: FusedEngine.Options(precision: $0))
        }
        for seed in 0..<8 {
            var colors: [[Float]] = []
            for renderer in renderers {
                let camera = Camera(renderer.configuration.camera, yaw: .degrees(12))
                let head = try await renderer.head(seed: UInt64(seed))
                colors.append(try await head.picture(from: camera, size: size).color)
            }
            let ratio = Self.signalToNoise(colors[0], colors[1])
            #expect(ratio >= 45 && ratio.isFinite, "seed \(seed)")
        }
    }

    /// PSNR of colours in [-1, 1], in dB.
    private static func signalToNoise(_ exact: [Float], _ rounded: [Float]) -> Double {
        let squares = zip(exact, rounded).reduce(0.0) { sum, pair in
            sum + Double((pair.0 - pair.1) * (pair.0 - pair.1))
        }
        return 10 * log10(4 * Double(exact.count) / squares)
    }
}
