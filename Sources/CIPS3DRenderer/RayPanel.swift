import CIPS3DModel
import InnerLoops

/// As many rays as a panel has lanes, with their random numbers, lane by lane.
///
/// Belongs to one thread, which fills it anew for each panel.
final class RayPanel {
    /// Where all rays start, in scene units.
    private(set) var origin: [Float]
    /// Distances of the first and the last sample, in scene units.
    let near: Float
    let far: Float
    /// Unit directions, `[3][lanes]`.
    let directions: PanelBuffer
    /// Nil where there is none; else `[samples][lanes]`.
    private(set) var jitter: PanelBuffer?
    /// `[samples][lanes]`.
    let importance: PanelBuffer
    /// Nil where there is none; else `[samples][lanes]` and `[2 samples][lanes]`.
    private(set) var coarseNoise: PanelBuffer?
    private(set) var fineNoise: PanelBuffer?

    private let batch: RayBatch
    private let lanes: Int
    private let samples: Int
    private let finePass: Bool

    init(_ batch: RayBatch, camera: CameraConfiguration, lanes: Int) {
        (self.batch, self.lanes) = (batch, lanes)
        (samples, finePass) = (camera.samplesPerRay, camera.finePass)
        let place = batch.camera.origin
        origin = [Float(place.x), Float(place.y), Float(place.z)]
        (near, far) = (Float(batch.camera.near), Float(batch.camera.far))
        directions = PanelBuffer(count: 3 * lanes)
        importance = PanelBuffer(count: samples * lanes)
        let room = { (isNeeded: Bool, count: Int) in
            isNeeded ? PanelBuffer(count: count * lanes) : nil
        }
        switch batch.placement {
        case .rule(.deterministic): break
        case .rule(.jittered): jitter = room(true, samples)
        case .draws(let draws):
            jitter = room(draws.jitter != nil, samples)
            coarseNoise = room(draws.coarseNoise != nil, samples)
            fineNoise = room(draws.fineNoise != nil && finePass, 2 * samples)
        }
        fillEvenDraws()
    }

    /// Takes the rays of a run; where it is shorter than the panel, its last ray fills the rest.
    func fill(_ rays: Range<Int>) {
        for lane in 0..<lanes {
            let ray = min(rays.lowerBound + lane, rays.upperBound - 1)
            let direction = batch.direction(ray)
            for axis in 0..<3 { directions.start[axis * lanes + lane] = direction[axis] }
            switch batch.placement {
            case .rule(.deterministic): break
            case .rule(.jittered(let seed)): draw(seed: seed, pixel: batch.pixel(ray), lane: lane)
            case .draws(let draws): copy(draws, ray: ray, lane: lane)
            }
        }
    }

    /// u_j = (j + 0.5) / S.
    private func fillEvenDraws() {
        for sample in 0..<samples {
            let draw = Float((Double(sample) + 0.5) / Double(samples))
            for lane in 0..<lanes { importance.start[sample * lanes + lane] = draw }
        }
    }

    private func draw(seed: UInt64, pixel: Int, lane: Int) {
        var draws = PixelDraws(seed: seed, pixel: pixel)
        for sample in 0..<samples {
            jitter?.start[sample * lanes + lane] = draws.nextUniform() - 0.5
        }
        for sample in 0..<(finePass ? samples : 0) {
            importance.start[sample * lanes + lane] = draws.nextUniform()
        }
    }

    private func copy(_ draws: RayBatch.Draws, ray: Int, lane: Int) {
        copy(draws.jitter, ray: ray, to: jitter, lane: lane, count: samples)
        copy(draws.importance, ray: ray, to: importance, lane: lane, count: samples)
        copy(draws.coarseNoise, ray: ray, to: coarseNoise, lane: lane, count: samples)
        copy(draws.fineNoise, ray: ray, to: fineNoise, lane: lane, count: 2 * samples)
    }

    private func copy(
        _ values: [Float]?, ray: Int, to buffer: PanelBuffer?, lane: Int, count: Int
    ) {
        guard let values, let buffer else { return }
        for index in 0..<count {
            buffer.start[index * lanes + lane] = values[ray * count + index]
        }
    }
}
