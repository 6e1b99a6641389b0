import Foundation
import Glibc
import Synchronization

/// A file that TensorBoard reads: curves and pictures of a run, over steps.
///
///     let events = try EventFile(folder: run)
///     try events.append(scalars: ["loss/generator": 0.7], step: 100)
///
/// Each call is one system call, so that TensorBoard sees at once what is added, and a process that
/// is killed leaves at most one incomplete record, at the end, which readers pass over. Several
/// threads may add to it. A run that is resumed begins a new file and says so by
/// ``restart(after:wallTime:)``.
///
/// The format is that of TensorFlow's `EventsWriter`: records of `Event` messages.
public final class EventFile: Sendable {
    /// Where the file is.
    public let url: URL
    private let output: Mutex<EventOutput>

    /// Makes a new file in a folder.
    ///
    /// Its name, `events.out.tfevents.SECONDS.HOST.PROCESS.NUMBER`, sorts after those of the event
    /// files that are there: TensorBoard reads the files of a folder by name, and what a later one
    /// says wins. So the seconds are those since 1970, or more where a clock went back.
    ///
    /// - Parameters:
    ///   - folder: An existing folder, which TensorBoard will show as one run.
    ///   - wallTime: The present.
    /// - Throws: `EventFileError` where it cannot be made.
    public init(folder: URL, wallTime: Date = Date()) throws(EventFileError) {
        let opened = try EventOutput.create(in: folder, wallTime: wallTime)
        url = opened.url
        output = Mutex(opened.output)
        do {
            try append([.fileVersion("brain.Event:2")], step: 0, wallTime)
        } catch {
            unlink(url.path)
            throw EventFileError(place: folder, step: .create, code: error.code)
        }
    }

    deinit { output.withLock { $0.close() } }

    /// Adds a point to each of several curves.
    ///
    /// - Parameters:
    ///   - scalars: Values by tag; nothing is written where there are none. TensorBoard groups tags
    ///     by what precedes their first slash. It keeps 32 bits of a value, and shows NaN and
    ///     infinities as such.
    ///   - step: The place on the horizontal axis.
    ///   - wallTime: When that was.
    /// - Throws: `EventFileError`, for example for a full disk; then nothing was added.
    public func append(
        scalars: [String: Double], step: Int, wallTime: Date = Date()
    ) throws(EventFileError) {
        let values = scalars.sorted { $0.key < $1.key }.map { tag, scalar in
            Tensorboard_Summary.Value.with {
                $0.tag = tag
                $0.simpleValue = Float(scalar)
            }
        }
        try append(values, step: step, wallTime)
    }

    /// Adds a picture to each of several rows of pictures.
    ///
    /// - Parameters:
    ///   - images: Pictures by tag; nothing is written where there are none. The tags must not be
    ///     those of curves.
    ///   - step: The place in the row.
    ///   - wallTime: When that was.
    /// - Throws: `EventFileError`, for example for a full disk; then nothing was added.
    public func append(
        images: [String: EventImage], step: Int, wallTime: Date = Date()
    ) throws(EventFileError) {
        let values = images.sorted { $0.key < $1.key }.map { tag, image in
            Tensorboard_Summary.Value.with {
                $0.tag = tag
                $0.image.width = Int32(clamping: image.width)
                $0.image.height = Int32(clamping: image.height)
                $0.image.encodedImageString = image.png
            }
        }
        try append(values, step: step, wallTime)
    }

    /// Says that the run goes on after a step: what was said of later ones is void.
    ///
    /// A run that is resumed from a snapshot repeats the steps after it. TensorBoard drops what
    /// this file and those before it say of them, curves and pictures alike. Its data server, which
    /// it uses where that is installed, waits for the first repeated point of a tag and drops the
    /// tag's points from there on.
    ///
    /// - Parameters:
    ///   - step: The last step that counts.
    ///   - wallTime: The present.
    /// - Throws: `EventFileError`, for example for a full disk; then nothing was added.
    public func restart(after step: Int, wallTime: Date = Date()) throws(EventFileError) {
        // A start voids its own step too. TensorBoard takes the first start that it meets for the
        // run's beginning, which voids nothing, and earlier files have none.
        let start = Tensorboard_Event.OneOf_What.sessionLog(.with { $0.status = .start })
        try append([start, start], step: step + 1, wallTime)
    }

    private func append(
        _ values: [Tensorboard_Summary.Value], step: Int, _ wallTime: Date
    ) throws(EventFileError) {
        guard !values.isEmpty else { return }
        try append([.summary(.with { $0.value = values })], step: step, wallTime)
    }

    private func append(
        _ contents: [Tensorboard_Event.OneOf_What], step: Int, _ wallTime: Date
    ) throws(EventFileError) {
        var records: [UInt8] = []
        for content in contents {
            let event = Tensorboard_Event.with {
                $0.wallTime = wallTime.timeIntervalSince1970
                $0.step = Int64(step)
                $0.what = content
            }
            // A message of 2 GiB or more is the only one that cannot be encoded.
            guard let message: [UInt8] = try? event.serializedBytes() else {
                throw EventFileError(place: url, step: .append, code: EFBIG)
            }
            records += EventRecord.bytes(of: message)
        }
        let code = output.withLock { $0.append(records) }
        if code != 0 { throw EventFileError(place: url, step: .append, code: code) }
    }
}
