import CImageCodecs
import Foundation
import ImageFiles

/// Calls into the C shim, with its memory and its messages turned into Swift's.
enum Codec {
    /// The longest side of a picture that a decoder accepts, in pixels.
    static let maximumSide = Int(CIC_MAXIMUM_SIDE)

    /// A C decoder of a whole file.
    typealias Decoder = (
        UnsafePointer<UInt8>, Int, UnsafePointer<cic_request>, UnsafeMutablePointer<cic_picture>
    ) -> UnsafeMutablePointer<CChar>?

    /// Decodes a file that the caller recognised.
    static func decode(
        _ data: Data, with decoder: Decoder, _ admission: Admission
    ) throws(DecodingFault) -> Picture {
        var picture = cic_picture()
        let problem = withExtendedLifetime(admission) {
            var request = cic_request(
                admit: { context, demand in
                    Unmanaged<Admission>.fromOpaque(context).takeUnretainedValue()
                        .reduction(for: demand.pointee)
                },
                context: Unmanaged.passUnretained(admission).toOpaque())
            return withBytes(data) { text(decoder($0, $1, &request, &picture)) }
        }
        if let problem { throw DecodingFault(description: problem) }
        let image = Image(
            width: Int(picture.width), height: Int(picture.height), pixels: take(picture.data))
        return Picture(
            image: image,
            orientation: ImageOrientation(rawValue: Int(picture.orientation)) ?? .upright,
            notes: notes(picture.notes))
    }

    /// The 16-bit samples of a grey PNG.
    static func gray16(_ data: Data) throws(DecodingFault) -> GrayImage16 {
        var picture = cic_picture()
        let problem = withBytes(data) { text(cic_png_decode_gray16($0, $1, &picture)) }
        if let problem { throw DecodingFault(description: problem) }
        let pixels = take(picture.data).withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map {
                bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)
            }
        }
        return GrayImage16(
            width: Int(picture.width), height: Int(picture.height), pixels: pixels)
    }

    /// What the C shim notes, in Swift's words.
    private static func notes(_ bits: UInt32) -> Set<DecodedImage.Note> {
        let all: [(cic_note, DecodedImage.Note)] = [
            (CIC_NOTE_CONVERTED, .converted), (CIC_NOTE_PROFILE_IGNORED, .profileIgnored),
            (CIC_NOTE_END_MISSING, .endMissing), (CIC_NOTE_FIRST_OF_SEVERAL, .firstOfSeveral),
        ]
        return Set(all.filter { bits & $0.0.rawValue != 0 }.map(\.1))
    }

    /// Calls a function with a file's bytes; an empty file never gets that far.
    static func withBytes<Result>(
        _ data: Data, _ body: (UnsafePointer<UInt8>, Int) -> Result
    ) -> Result {
        data.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("an empty file") }
            return body(start.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
    }

    /// What a C function said, as text; nil where it succeeded.
    ///
    /// Frees the message.
    private static func text(_ message: UnsafeMutablePointer<CChar>?) -> String? {
        guard let message else { return nil }
        defer { cic_free_error(message) }
        return String(cString: message)
    }

    /// The bytes of a C buffer; frees the buffer.
    private static func take(_ buffer: cic_bytes) -> [UInt8] {
        defer { cic_free_bytes(buffer) }
        return [UInt8](UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }
}

/// One picture's claim on the budget, from its header on.
final class Admission {
    let budget: DecodingBudget
    private(set) var demand: DecodingBudget.Demand?
    private(set) var reservation: DecodingBudget.Reservation?

    init(budget: DecodingBudget) {
        self.budget = budget
    }

    /// Waits for memory; by how much to reduce the picture, 0 where it is refused.
    func reduction(for demand: DecodingBudget.Demand) -> Int {
        self.demand = demand
        reservation = budget.reserve(demand)
        return reservation?.reduction ?? 0
    }

    fileprivate func reduction(for demand: cic_demand) -> UInt32 {
        UInt32(
            reduction(
                for: DecodingBudget.Demand(
                    width: Int(demand.width), height: Int(demand.height),
                    fixedBytes: Int(clamping: demand.fixed_bytes),
                    largestReduction: Int(demand.largest_reduction))))
    }

    /// Gives the memory back.
    func release() {
        reservation.map(budget.release)
        reservation = nil
    }

    /// The error about a picture that was refused; nil where it was not.
    func refusal(_ name: String) -> ImageError? {
        guard let demand, reservation == nil else { return nil }
        let needed = demand.bytes(at: demand.largestReduction) >> 20
        return ImageError(
            place: name,
            problem: "\(demand.width) x \(demand.height) pixels take \(needed) MiB to decode, more "
                + "than the bound of \(budget.bytes >> 20) MiB",
            remedy:
                "make the picture smaller, or raise the bound (--decoding-memory of data and evaluate, "
                + "training.decodingMegabytes of train)")
    }
}

extension GrayImage16 {
    /// Decodes a grey PNG file of 16 bits a pixel.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    /// - Returns: The image.
    /// - Throws: `ImageError` for any other kind of file and for one that is cut short or corrupt.
    public static func decode(_ data: Data, name: String) throws(ImageError) -> GrayImage16 {
        do throws(DecodingFault) {
            guard !data.isEmpty else { throw DecodingFault(description: "the file is empty") }
            return try Codec.gray16(data)
        } catch {
            throw ImageError(
                place: name, problem: "the PNG data cannot be decoded (\(error))",
                remedy: "replace the file by an intact copy")
        }
    }
}
