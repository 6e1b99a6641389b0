import CIPS3DModel
import CIPS3DNetworks
import Torch
import VolumeRendering

extension RecordedComputation {
    /// What generated images are made of, from the tensors under a prefix.
    ///
    /// - Parameters:
    ///   - prefix: Such as `input/`.
    ///   - generator: The sizes of the codes.
    ///   - camera: Optics and samples.
    ///   - size: Pixels on a side.
    /// - Returns: The inputs of as many images as there are codes.
    /// - Throws: ``VerificationError`` where a tensor is missing or misshapen.
    func inputs(
        _ prefix: String, generator: GeneratorConfiguration, camera: CameraConfiguration, size: Int
    ) throws -> GeneratorInputs {
        let shapeCodes = try input(prefix + "z_nerf", [-1, generator.shapeLatentWidth])
        let images = shapeCodes.size(0)
        guard images > 0 else {
            throw VerificationError("\(file.url.path): \(prefix)z_nerf is of no image.")
        }
        let (rays, samples) = (size * size, camera.samplesPerRay)
        let yaws = try tensor(prefix + "yaw", [images]).array(of: Double.self)
        let pitches = try tensor(prefix + "pitch", [images]).array(of: Double.self)
        let cameras = zip(yaws, pitches).map { yaw, pitch in
            Camera(
                camera, yaw: .radians(.pi / 2 - yaw), pitch: .radians(.pi / 2 - pitch))
        }
        let draw = { (name: String, count: Int) in
            try self.input(prefix + name, [images, rays, count])
        }
        // Without a fine pass these two are recorded but not read by the reference either.
        let unused = camera.finePass ? samples : -1
        let fineCount = camera.finePass ? 2 * samples : -1
        return GeneratorInputs(
            shapeCodes: shapeCodes,
            appearanceCodes: try input(
                prefix + "z_inr", [images, generator.appearanceLatentWidth]),
            cameras: cameras,
            draws: SamplingDraws(
                jitter: try draw("jitter", samples), importance: try draw("u", unused),
                coarseNoise: try draw("noise_coarse", samples),
                fineNoise: try draw("noise_fine", fineCount)))
    }

    /// Pixels that carry gradient.
    func pixels(_ name: String, size: Int) throws -> Tensor {
        let pixels = try self.indices(name, [-1])
        let values = pixels.array(of: Int64.self)
        guard Set(values).count == values.count, !values.isEmpty,
            values.allSatisfy({ (0..<Int64(size * size)).contains($0) })
        else {
            throw VerificationError(
                "\(file.url.path): \(name) has to be different pixels of the image.")
        }
        return pixels
    }
}
