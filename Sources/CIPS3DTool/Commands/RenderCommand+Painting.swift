import CIPS3DModel
import Foundation
import HeadPictures
import ImageFiles
import JPEGFiles
import ParallelWork

extension RenderCommand {
    /// A grid may not be larger than a single picture may.
    func checkSides(pictures: Int, columns: Int) throws {
        let most = max(columns, (pictures + columns - 1) / columns)
        guard most * picture.size <= SizeOption.longestSide else {
            throw ToolError(
                "A grid of \(pictures) pictures of \(picture.size) x \(picture.size) pixels has a side of "
                    + "\(most * picture.size) pixels, more than \(SizeOption.longestSide); give a --size of at "
                    + "most \(SizeOption.longestSide / most) or fewer heads.")
        }
    }

    /// Renders all heads from all cameras.
    func paintedSheets(
        _ engine: any HeadEngine, _ heads: [HeadOptions.Named], _ cameras: [Camera], columns: Int
    ) throws -> Sheets {
        let (count, size) = (heads.count * cameras.count, picture.size)
        let sheet = { (channels: Int) in
            PictureSheet<UInt8>(pictures: count, columns: columns, size: size, channels: channels)
        }
        var sheets = Sheets(colors: sheet(paint.painting.channels))
        if depthPreview != nil { sheets.preview = sheet(3) }
        if depthFile != nil {
            sheets.depths = PictureSheet(pictures: count, columns: columns, size: size, channels: 1)
        }
        let progress = ProgressLine("pixel", of: count * size * size)
        defer { progress.finish() }
        var done = 0
        for (row, named) in heads.enumerated() {
            let head = try ToolError.naming(named.name) { try engine.makeHead(named.styles) }
            for (column, camera) in cameras.enumerated() {
                let request = PictureRequest(
                    from: camera, size: size, samplesPerRay: picture.samples,
                    placement: jitter ? .jittered(seed: self.heads.seed(of: row)) : .deterministic)
                try ToolError.naming(named.name) {
                    try head.render(request, cancellation: Cancellation()) { run in
                        sheets.place(
                            run, paint.painting, camera, picture: row * cameras.count + column)
                        done += run.pixels.count
                        progress.update(done)
                    }
                }
            }
        }
        return sheets
    }

    /// Writes what was asked for; the picture last: where it is, the rest is too.
    func write(_ sheets: Sheets, _ styles: HeadStyles, _ configuration: ModelConfiguration) throws {
        if let headFile {
            try headFile.makeParent()
            try styles.write(to: headFile.url)
        }
        if let depths = sheets.depths, let depthFile {
            try depthFile.makeParent()
            try write(depths, to: depthFile.url, configuration.camera)
        }
        if let preview = sheets.preview, let depthPreview {
            try depthPreview.makeParent()
            try Painting.depth.image(preview).writePNG(to: depthPreview.url)
        }
        let image = paint.painting.image(sheets.colors)
        guard !file.isStandardOutput else { return try StandardOutput.write(image.pngData()) }
        try file.makeParent()
        switch image {
        case let opaque as Image where file.isJPEG: try opaque.writeJPEG(to: file.url)
        default: try image.writePNG(to: file.url)
        }
    }

    private func write(
        _ depths: PictureSheet<Float>, to url: URL, _ camera: CameraConfiguration
    ) throws {
        guard url.pathExtension.lowercased() == "png" else {
            return try NumPyFile.write(
                depths.samples, shape: [depths.height, depths.width], to: url)
        }
        try GrayImage16(
            width: depths.width, height: depths.height,
            pixels: depths.samples.map { UInt16(depth: $0, near: camera.near, far: camera.far) }
        ).writePNG(to: url)
    }

    /// What comes out of the pixels.
    struct Sheets {
        var colors: PictureSheet<UInt8>
        var depths: PictureSheet<Float>?
        var preview: PictureSheet<UInt8>?

        mutating func place(
            _ run: RenderedPixels, _ painting: Painting, _ camera: Camera, picture: Int
        ) {
            colors.place(
                painting.bytes(of: run, from: camera), pixels: run.pixels, picture: picture)
            depths?.place(
                run.withRestAt(camera.far).depth, pixels: run.pixels, picture: picture)
            preview?.place(
                run.depthBytes(from: camera), pixels: run.pixels, picture: picture)
        }
    }
}

extension UInt16 {
    /// A depth as sixteen bits: 0 at `near`, 65535 at `far`.
    ///
    /// - Parameters:
    ///   - value: In scene units; what is outside becomes the nearest end, NaN becomes 0.
    ///   - near: Distance of the first sample.
    ///   - far: Distance of the last sample.
    init(depth value: Float, near: Double, far: Double) {
        let share = (Double(value) - near) / (far - near)
        self = share > 0 ? UInt16((Swift.min(share, 1) * 65_535).rounded()) : 0
    }
}
