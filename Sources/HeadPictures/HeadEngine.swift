import CIPS3DModel

/// What renders the heads of a model.
///
///     let engine: any HeadEngine = try FusedEngine(contentsOf: model)
///     let head = try await engine.head(seed: 7)
///     let picture = try await head.picture(from: engine.camera(yaw: .degrees(20)), size: 256)
///
/// An engine may be used from any number of tasks at once. Pictures that are awaited take turns, in the order
/// in which they were asked for: each has all of the engine's threads for itself.
public protocol HeadEngine: Sendable {
    /// Sizes, camera and the size of the training images.
    var configuration: ModelConfiguration { get }
    /// Whose turn it is.
    var turns: Turns { get }

    /// Maps codes to styles, on the calling thread.
    ///
    /// - Parameter codes: Which head.
    /// - Returns: Its styles, one appearance in all blocks.
    /// - Throws: ``HeadError`` where the codes are of other widths than the model's, or the styles are not
    ///   numbers that can be used.
    func makeStyles(of codes: HeadCodes) throws -> HeadStyles

    /// The mean of the styles of 10,000 random heads, which came with the model or is computed when it is first
    /// asked for; on the calling thread.
    ///
    /// - Returns: The mean, one appearance in all blocks.
    func makeMeanStyles() -> HeadStyles

    /// Prepares a head, on the calling thread: whatever depends on the styles alone is done here, once for all
    /// pictures.
    ///
    /// - Parameter styles: Of this model.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: ``HeadError`` where styles are of other widths than the model's or not numbers that can be
    ///   used.
    func makeHead(_ styles: HeadStyles) throws -> any PreparedHead
}

extension HeadEngine {
    /// The styles of a seed.
    ///
    /// - Parameter seed: Any number; the same one gives the same head on every machine.
    /// - Returns: Its styles.
    /// - Throws: ``HeadError`` where they are not numbers that can be used.
    public func makeStyles(seed: UInt64) throws -> HeadStyles {
        try makeStyles(of: HeadCodes(seed: seed, configuration: configuration.generator))
    }

    /// Maps a seed to styles.
    ///
    /// - Parameter seed: Any number; the same one gives the same head on every machine.
    /// - Returns: Its styles.
    /// - Throws: ``HeadError`` where they are not numbers that can be used; `CancellationError`.
    public func styles(seed: UInt64) async throws -> HeadStyles {
        try await turns.take { _ in try makeStyles(seed: seed) }
    }

    /// The mean of the styles of 10,000 random heads.
    ///
    /// - Returns: The mean, towards which truncation draws.
    /// - Throws: `CancellationError`.
    public func meanStyles() async throws -> HeadStyles {
        try await turns.take { _ in makeMeanStyles() }
    }

    /// Prepares the head of a seed.
    ///
    /// - Parameters:
    ///   - seed: Any number; the same one gives the same head on every machine.
    ///   - truncation: How far it is drawn towards the mean head.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: ``HeadError`` where its numbers cannot be used; `CancellationError`.
    public func head(
        seed: UInt64, truncation: Truncation = .off
    ) async throws -> any PreparedHead {
        try await head(
            HeadCodes(seed: seed, configuration: configuration.generator), truncation: truncation)
    }

    /// Prepares the head of given codes.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far it is drawn towards the mean head.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: ``HeadError`` where codes are of other widths than the model's or its numbers cannot be used;
    ///   `CancellationError`.
    public func head(
        _ codes: HeadCodes, truncation: Truncation = .off
    ) async throws -> any PreparedHead {
        try await turns.take { _ in
            let styles = try makeStyles(of: codes)
            return try makeHead(
                truncation.isOff ? styles : styles.truncated(truncation, mean: makeMeanStyles()))
        }
    }

    /// Prepares a head of given styles: mixed, between others, or read from a file.
    ///
    /// - Parameter styles: Of this model.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: ``HeadError`` where styles are of another model or cannot be used; `CancellationError`.
    public func head(_ styles: HeadStyles) async throws -> any PreparedHead {
        try await turns.take { _ in try makeHead(styles) }
    }

    /// A camera with the optics that the model was trained with.
    ///
    /// It looks at the middle of the head. Far outside of the views of training it shows what no photograph has
    /// taught: see `CameraConfiguration.hasSeen(_:)`.
    ///
    /// - Parameters:
    ///   - yaw: 0 is frontal; positive angles move the camera to the head's left.
    ///   - pitch: 0 is level; positive angles move the camera up.
    /// - Returns: A camera at the distance of training, whose properties can all be changed.
    public func camera(yaw: Angle = .zero, pitch: Angle = .zero) -> Camera {
        Camera(configuration.camera, yaw: yaw, pitch: pitch)
    }
}
