import CIPS3DTraining
import FileTesting
import Foundation
import Testing
import Torch

@Suite("Batches of photographs")
struct PhotoFeedTests {
    private let folder: TemporaryFolder
    private let photographs: PhotoSet

    init() throws {
        folder = try TemporaryFolder()
        try Photographs.fill(folder.url, count: 7)
        photographs = try PhotoSet(
            path: folder.url.path, size: 16, cacheMegabytes: 0, decodingMegabytes: 64,
            notify: { _ in })
    }

    private func feed(position: Int = 0, batchSize: Int = 3) -> PhotoFeed {
        PhotoFeed(
            photographs, batchSize: batchSize, mirrors: true, seed: 9, position: position)
    }

    @Test("a batch holds the photographs of the order, mirrored or not, in [-1, 1] as NCHW")
    func contents() throws {
        var order = PhotoOrder(seed: 9, count: 7, mirrors: true)
        let feed = feed()
        for batch in 0..<8 {
            let tensor = try feed.next()
            #expect(tensor.shape == [3, 3, 16, 16])
            let expected = (0..<3).map { slot in
                let visit = order.visit(batch * 3 + slot)
                let image = Photographs.image(visit.index)
                return visit.isMirrored ? image.mirrored() : image
            }
            let values = tensor.array(of: Float.self)
            for (slot, image) in expected.enumerated() {
                for channel in 0..<3 {
                    let start = (slot * 3 + channel) * 256
                    let bytes = stride(from: channel, to: image.pixels.count, by: 3)
                        .map { Float(image.pixels[$0]) / 127.5 - 1 }
                    let difference = zip(values[start..<start + 256], bytes).map { abs($0 - $1) }
                    // A quotient and a product with the reciprocal round differently.
                    #expect(difference.allSatisfy { $0 < 1e-6 })
                }
            }
        }
        #expect(feed.position == 24)
    }

    @Test("black is -1 and white is 1")
    func range() {
        var image = Photographs.image(0)
        image.pixels = [UInt8](repeating: 0, count: 768)
        #expect(PhotoFeed.tensor([image], on: .cpu).array(of: Float.self).allSatisfy { $0 == -1 })
        image.pixels = [UInt8](repeating: 255, count: 768)
        #expect(PhotoFeed.tensor([image], on: .cpu).array(of: Float.self).allSatisfy { $0 == 1 })
    }

    @Test("from a position on, batches are those of a feed that came there by itself")
    func resumed() throws {
        let straight = feed()
        for _ in 0..<5 { _ = try straight.next() }
        let resumed = feed(position: 15)
        for _ in 0..<5 {
            #expect(try straight.next().array(of: Float.self) == resumed.next().array())
        }
    }

    @Test("a batch may be larger than the set")
    func largeBatch() throws {
        let tensor = try feed(batchSize: 20).next()
        #expect(tensor.shape == [20, 3, 16, 16])
    }

    @Test("what cannot be read any more is thrown to whom asks for the batch")
    func vanished() throws {
        let feed = feed()
        try FileManager.default.removeItem(at: folder.url)
        #expect(throws: PhotoSetError.self) { _ = try feed.next() }
    }
}
