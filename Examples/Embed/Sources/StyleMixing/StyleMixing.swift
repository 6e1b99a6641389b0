import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import ImageFiles

/// A table of mixed heads: `StyleMixing MODEL SIZE OUT.png`.
///
/// The first row and the first column are heads of seeds. Each of the others has the shape of the head on its left and
/// the colours of the head above it.
@main
enum StyleMixing {
    static let shapes: [UInt64] = [1, 2, 3]
    static let colors: [UInt64] = [4, 5, 6, 7]

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 3, let size = Int(arguments[2]) else {
            print("Give model, size and file: StyleMixing ../../Models/faces-64 128 mixed.png")
            exit(64)
        }
        let engine = try FusedEngine(contentsOf: URL(fileURLWithPath: arguments[1]))
        let table = try await table(engine, size: size)
        try table.writePNG(to: URL(fileURLWithPath: arguments[3]))
    }

    static func table(_ engine: FusedEngine, size: Int) async throws -> Image {
        let painters = try await colors.styles(of: engine)
        var pictures = [Image(width: size, height: size)]
        for painter in painters { pictures.append(try await picture(painter, engine, size)) }
        for shape in try await shapes.styles(of: engine) {
            pictures.append(try await picture(shape, engine, size))
            for painter in painters {
                // What the NeRF sees stays; all blocks of the per-pixel network, which paints, are the other's.
                let mixed = shape.mixed(with: painter, in: 4...1024)
                pictures.append(try await picture(mixed, engine, size))
            }
        }
        return ImageGrid(rows: shapes.count + 1, columns: colors.count + 1).arranged(pictures)
    }

    static func picture(_ styles: HeadStyles, _ engine: FusedEngine, _ size: Int) async throws
        -> Image
    {
        let picture = try await engine.head(styles).picture(from: engine.camera(), size: size)
        return Image(width: size, height: size, pixels: picture.rgb)
    }
}

extension [UInt64] {
    /// Styles of seeds.
    func styles(of engine: FusedEngine) async throws -> [HeadStyles] {
        var styles: [HeadStyles] = []
        for seed in self { styles.append(try await engine.styles(seed: seed)) }
        return styles
    }
}
